"""What is said of a deleted picture to those who look at it: that there is something to look at, and no more."""

from notifications import messages

messages.register(
    "incidents.picture_deleted",
    title="A record waits to be seen",
    body="Somebody recorded that a picture was deleted at once. Sign in to see the record.",
)
