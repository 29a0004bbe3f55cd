"""What the room tells people. No message quotes a comment: it says that one waits, where, and until when."""

from moderation.abuse import messages as _abuse  # noqa: F401  (a process that only delivers knows them all by this)
from moderation.escalation import messages as _escalation  # noqa: F401
from moderation.listing import messages as _listing  # noqa: F401
from moderation.rota import messages as _rota  # noqa: F401
from moderation.words import messages as _words  # noqa: F401
from notifications import messages

messages.register(
    "moderation.reminder_half",
    title="A comment on {account} waits for an answer",
    body="Half of the time for an answer has passed. It is due {due}.",
)
messages.register(
    "moderation.reminder_two_hours",
    title="Two hours left to answer a comment on {account}",
    body="It is due {due}. An acknowledgement is enough to keep the promise.",
)
messages.register(
    "moderation.breach",
    title="A comment on {account} was not answered in time",
    body="It was due {due}. This is on the record now, and the Administrators have been told. Please answer it today.",
)
messages.register(
    "moderation.escalated_administrators",
    title="Late: a comment on {account} was not answered in time",
    body="It was due {due}. The people who run the account have been told too. Please see that it is answered.",
)
messages.register(
    "moderation.escalated_slt",
    title="Still not answered: a comment on {account}",
    body="It was due {due}, and a working day later it still has no answer. The Administrators were told at once.",
)
messages.register(
    "moderation.taken_over",
    title="{person} took over a comment that you had",
    body="It is on {account}. You need do nothing more about it.",
    by_mail=False,
)
messages.register(
    "moderation.passed_on",
    title="A comment on {account} was passed on to you",
    body="Somebody who had it stops running the account. What they drafted is still there.",
    by_mail=False,
)
