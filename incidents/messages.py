"""What the room tells people. Never what an incident is about, nor whom."""

# Those of each part of the room, so that a process that loads no page knows them too.
from incidents.agencies import messages as _agencies  # noqa: F401
from incidents.assessing import messages as _assessing  # noqa: F401
from incidents.deleted_pictures import messages as _deleted_pictures  # noqa: F401
from incidents.evidence import messages as _evidence  # noqa: F401
from incidents.packs import messages as _packs  # noqa: F401
from incidents.settings import messages as _settings  # noqa: F401
from notifications import messages

messages.register(
    "incidents.reported",
    title="An incident was reported",
    body="{reference} was reported and waits for a first assessment (by {by}). Sign in to read it.",
)
messages.register(
    "incidents.led_to_you",
    title="An incident has come to you",
    body="You are one of those who handle {reference} from now on. Sign in to read it.",
)
messages.register(
    "incidents.handler_named",
    title="You have been asked to help with an incident",
    body="You have been named as a handler of {reference}. Sign in to read it.",
)
messages.register(
    "incidents.lead_named",
    title="You have been asked to lead an investigation",
    body="You lead the investigation of {reference} from now on. Sign in to read it.",
)
messages.register(
    "incidents.task_given",
    title="Something is yours to do",
    body="You have been given a task in {reference}, due {by}. Sign in to read it.",
)
messages.register(
    "incidents.task_late",
    title="Something of yours is late",
    body="A task of yours in {reference} was due {by}. Mark it as done, or say why it is not needed.",
)
messages.register(
    "incidents.tasks_handed_on",
    title="Tasks have come to you",
    body="Somebody no longer handles {reference}. What they still had to do is yours now.",
)
# To whoever reported it, was affected by it or saw it: the same words for each.
messages.register(
    "incidents.reporter_told",
    title="There is news about {reference}",
    body="Something was added to {reference} that you may read.",
)
messages.register(
    "incidents.added_to_report",
    title="Something was added to an incident",
    body="The person who reported {reference} added something. Sign in to read it.",
)
# Without a word of what happened: it goes to those who run the account, who do not read the case file.
messages.register(
    "incidents.account_compromised",
    title="Somebody else may be in “{account}”",
    body="“{account}” was reported as taken over, and is stopped. Post nothing through it, and trust nothing that it "
    "sends. Administrators change its passwords now; its page says how far they are.",
)
