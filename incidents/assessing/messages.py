"""What is said about assessments and clocks: a reference and times, never what it is about, nor whom."""

from notifications import messages

messages.register(
    "incidents.check_asked",
    title="An incident waits for a second person",
    body="The assessment of {reference} waits for a second person to look at it. Sign in to read it.",
)
messages.register(
    "incidents.check_disagreed",
    title="An incident needs a new assessment",
    body="A second person looked at the assessment of {reference} and asks for a new one. Sign in to read why.",
)
messages.register(
    "incidents.clock_half",
    title="Something must be done about an incident in time",
    body="Half of the time is over: {reference} needs something done by {by}. Sign in to read what it is.",
)
messages.register(
    "incidents.clock_quarter",
    title="Little time is left for an incident",
    body="{reference} needs something done by {by}, and it is not done yet. Sign in to do it now.",
)
messages.register(
    "incidents.clock_late",
    title="Something about an incident is late",
    body="{reference} needed something done by {by}, and it is not done. Sign in to do it now.",
)
# To the next in the order, who does not read the case file.
messages.register(
    "incidents.clock_late_above",
    title="Something about an incident is late",
    body="{reference} needed something done by {by}, and it is not done. You are told because nobody did it in time. "
    "You cannot read its file. Ask the people who handle incidents at the school whether it is in hand.",
)
messages.register(
    "incidents.recategorised",
    title="An incident is of another kind",
    body="{reference} is of another kind than it was, and may have to be handled in another way. Sign in to read it.",
)
