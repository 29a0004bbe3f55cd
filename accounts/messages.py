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
messages.register(
    "accounts.unready",
    title="Not everybody who runs a live account is ready",
    body="{what}. The list says what each of them lacks, and you can remind them there.",
)
messages.register(
    "accounts.unready_led",
    title="Not everybody who runs your account is ready",
    body="Of those whom you lead, {what}. The list says what each of them lacks, and you can remind them there.",
)
messages.register(
    "accounts.not_ready",
    title="You are not ready to run an account",
    body="To go on running {accounts}, please {steps}.",
)
messages.register(
    "accounts.read_again",
    title="Read the policy, so that you are ready to run your account",
    body="To go on running {accounts}, please {steps}.",
    by_mail=False,
)
messages.register(
    "accounts.ready_reminder",
    title="Please become ready to run your account",
    body="{asker} asks you to {steps}. The policy asks it of everybody who runs an account such as “{account}”.",
)
