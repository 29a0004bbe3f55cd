"""What people are told of removals. Never what a comment says or shows, nor who wrote it."""

from notifications import messages

# Nothing of what it may be: mail is read over shoulders. Those who get it know what only they are asked.
messages.register(
    "moderation.for_safeguarding",
    title="Please look at something in the portal now",
    body="{person} asks the safeguarding leads to look at something now. Sign in to read what it is. "
    "Do not forward this message.",
)
messages.register(
    "moderation.appeal_recorded",
    title="Somebody asks for a removal on {account} to be looked at again",
    body="It is decided by somebody else than whoever removed it. That can be you.",
)
messages.register(
    "moderation.appeal_decided",
    title="The appeal about a removal on {account} was decided",
    body="The decision: {decision}. The reason is on the page of the comment.",
    by_mail=False,
)
messages.register(
    "moderation.held_back",
    title="The explanation of a removal on {account} is held back",
    body="Do what was decided on the platform, and post nothing about it. You are told when it may be posted.",
    by_mail=False,
)
messages.register(
    "moderation.explain_now",
    title="The explanation of a removal on {account} is no longer held back",
    body="It was posted. The page of the comment has its words.",
    by_mail=False,
)
messages.register(
    "moderation.ban_lifted",
    title="Somebody whom you blocked on {account} is blocked no longer",
    body="{person} lifted the block. The reason is on the list of blocked people.",
    by_mail=False,
)
messages.register(
    "moderation.bans_to_review",
    title="Blocked people to look at again: {number}",
    body="Since {day} it is time to say whether they stay blocked. The list shows which, and why.",
)
