"""What the rota tells people."""

from notifications import messages

messages.register(
    "moderation.cover_asked",
    title="{person} asks you to watch {account}",
    body="On {day}. {swap}Say yes or no on the page of the rota.",
)
messages.register(
    "moderation.cover_agreed",
    title="{person} watches {account} on {day}",
    body="Your question was answered with yes. The rota shows it.",
)
messages.register(
    "moderation.cover_declined",
    title="{person} cannot watch {account} on {day}",
    body="Your question was answered with no. Ask somebody else, so that the day is not left out.",
)
messages.register(
    "moderation.cover_ended",
    title="{person} took back a change of the rota of {account}",
    body="{days}: it is as it was before. The rota shows who watches.",
)
messages.register(
    "moderation.rota_gap",
    title="Nobody watches {account} on some days",
    body="{days}. Somebody who runs it can take the day on the page of the rota.",
)
messages.register(
    "moderation.unchecked",
    title="Nobody has looked at {what} on {day}",
    body="The school looks at its accounts every day. Please look today, and say so on the page of the rota.",
)
