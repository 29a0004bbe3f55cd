"""What the handlers are told of answers that have not come. Never whose, nor about what."""

from notifications import messages

messages.register(
    "incidents.time_to_chase",
    title="It is time to ask again",
    body="Somebody outside the school was told of {reference}, and has not answered yet. Sign in to see who, and ask "
    "them again.",
)
