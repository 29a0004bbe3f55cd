"""What the list tells people."""

from notifications import messages

messages.register(
    "moderation.assigned",
    title="{person} gave you a comment on {account} to answer",
    body="It is yours now, and says until when it needs an answer. Put it back if you cannot do it.",
    by_mail=False,
)
messages.register(
    "moderation.assigned_several",
    title="{person} gave you {number} comments to answer",
    body="They are yours now. Open the list to see until when each needs an answer.",
    by_mail=False,
)
