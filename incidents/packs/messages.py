"""What people are told of a pack: that it is there, never of what."""

from notifications import messages

messages.register(
    "incidents.pack_ready",
    title="A pack is ready",
    body="The pack of {reference} that you asked for is ready. Sign in to take it: it is kept for 7 days.",
)
messages.register(
    "incidents.pack_failed",
    title="A pack could not be made",
    body="The pack of {reference} that you asked for could not be made. Sign in to read why.",
)
