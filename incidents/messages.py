"""What the room tells people. Never what an incident is about, nor whom."""

from notifications import messages

messages.register(
    "incidents.reported",
    title="An incident was reported",
    body="{reference} was reported and waits for a first assessment (by {by}). Sign in to read it.",
)
messages.register(
    "incidents.handler_named",
    title="You have been asked to help with an incident",
    body="You have been named as a handler of {reference}. Sign in to read it.",
)
messages.register(
    "incidents.reporter_told",
    title="There is news about your report",
    body="Something was added to {reference} that you may read.",
)
# Without a word of what happened: it goes to those who run the account, who do not read the case file.
messages.register(
    "incidents.account_compromised",
    title="Somebody else may be in “{account}”",
    body="“{account}” was reported as taken over, and is stopped. Post nothing through it, and trust nothing that it "
    "sends. Administrators change its passwords now; its page says how far they are.",
)
