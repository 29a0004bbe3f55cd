"""What the room tells people. None says on which platform anybody is: these are private accounts."""

from notifications import messages

messages.register(
    "personal.declared",
    title="A personal account waits for your check",
    body="{person} told the school of a personal account that names it. Please look whether the disclaimer is there, "
    "and no logo or branding of the school.",
)
messages.register(
    "personal.checked",
    title="Your personal account was checked",
    body="{checker} looked at the personal account that you told the school of. All is well until {until}.",
    by_mail=False,
)
messages.register(
    "personal.needs_change",
    title="Please change something on your personal account",
    body="{checker} looked at the personal account that you told the school of. Its page here says what to change.",
)
messages.register(
    "personal.still_right",
    title="Is it still right? Your personal account",
    body="The yearly check of a personal account that you told the school of is due on {day}. Please say whether it "
    "still carries the disclaimer, and no logo or branding of the school, or that it no longer names the school.",
)
messages.register(
    "personal.to_check",
    title="Personal accounts to check",
    body="Of the personal accounts that name the school, {what}.",
)
