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
