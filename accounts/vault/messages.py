"""What the vault tells people. Never a secret, and never who asked for one."""

from notifications import messages

messages.register(
    "vault.rotated",
    title="A password was changed",
    body="The {what} of “{account}” was changed. If you use it, look it up in the vault before you sign in again.",
)
