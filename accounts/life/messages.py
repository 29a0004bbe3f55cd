"""What people are told about the life of an account."""

from notifications import messages

messages.register(
    "accounts.suspended",
    title="An account is suspended",
    body="“{account}” is suspended: post nothing through it until it is safe again. Its page says why.",
)
messages.register(
    "accounts.resumed",
    title="An account is safe to use again",
    body="“{account}” is not suspended any more. It is “{state}” again.",
)
messages.register(
    "accounts.closing",
    title="An account is being closed",
    body="The school is closing “{account}”. Post nothing new on it. Its comments are still answered until it is gone.",
)
messages.register(
    "accounts.closing_called_off",
    title="An account is not being closed after all",
    body="The closing of “{account}” was called off. It is “{state}” again.",
)
messages.register(
    "accounts.closing_for_long",
    title="An account has been closing for more than two weeks",
    body="“{account}” is still being closed. Its page says which steps are left, or you can call it off.",
)
