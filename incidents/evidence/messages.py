"""What people are told of evidence: that there is more, never what."""

from notifications import messages

messages.register(
    "incidents.evidence_added",
    title="Something was added to a report",
    body="The person who reported {reference} added something to it. Sign in to read it.",
)
