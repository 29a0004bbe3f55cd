"""What the vault tells people. Never a secret, and never the reason that somebody gave for seeing one."""

from notifications import messages

messages.register(
    "vault.rotated",
    title="A password of “{account}” was changed",
    body="The {what} of “{account}” was changed. If you use it, look it up in the vault before you sign in again.",
)
messages.register(
    "vault.granted",
    title="You can see something in the vault",
    body="You can see {what} of “{account}” in the vault until the end of {until}. Each look is written down.",
)
messages.register(
    "vault.grant_ended",
    title="You can no longer see something in the vault",
    body="An Administrator took back what you could see in the vault: {what} of “{account}”.",
)
messages.register(
    "vault.grant_ends",
    title="Your time to see something in the vault ends soon",
    body="Until the end of {until} you can see {what} of “{account}”. Ask an Administrator if you need it for longer.",
)
messages.register(
    "vault.grants_end",
    title="What was given in the vault ends soon",
    body="{who} in the vault ends with {until}. Give longer to whoever still needs it.",
)
messages.register(
    "vault.glass_broken",
    title="Somebody opened the vault in an emergency",
    body=(
        "{who} opened the {what} of “{account}” in an emergency. If you do not know why, ask at once. "
        "The reason is on its page, and it must be changed now."
    ),
)
messages.register(
    "vault.to_change",
    title="Something in the vault must be changed",
    body="{what} in the vault must be changed, because somebody knows it who should not know it now.",
)
messages.register(
    "vault.still_to_change",
    title="Something in the vault is still not changed",
    body="{what} in the vault had to be changed three days ago or longer. Until then whoever knows it can come in.",
)
messages.register(
    "vault.unfinished",
    title="A change in the vault was not finished",
    body=(
        "{who} began to change the {what} of “{account}”, and nobody has said whether the new one works. "
        "Sign in with it, then say so, or cancel the change."
    ),
)
messages.register(
    "vault.codes_low",
    title="Recovery codes are running out",
    body=(
        "“{account}” has {left} left. Get a new set from the platform and put it into the vault, "
        "before somebody is locked out."
    ),
)
messages.register(
    "vault.key_shown",
    title="The vault’s key was shown",
    body=(
        "{who} was shown the key of the password vault, to print the recovery sheet. It is shown only once. "
        "Ask where the sheet is kept. If you did not expect this, tell the others at once."
    ),
)
