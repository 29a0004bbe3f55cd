"""What the room tells people."""

from notifications import messages

messages.register(
    "accounts.to_create",
    title="An account waits to be created",
    body="“{account}” was approved. Work through its checklist; it is live when the last step is done.",
)
messages.register(
    "accounts.live",
    title="An account that you run is live",
    body="“{account}” is one of the school's accounts now. Its comments appear in your queue.",
)
messages.register(
    "accounts.closed",
    title="An account that you run was closed",
    body="“{account}” is closed in the register. Its page says why.",
)
