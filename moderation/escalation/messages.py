"""The words in which people are told. None quotes a comment: it says that one waits, where, and until when."""

from collections.abc import Mapping

from moderation.escalation.ladder import Step
from moderation.states import Anchor
from notifications import messages

DIGEST = "moderation.digest"
GRAVEST_FIRST = (
    *(Anchor.PRIORITY_AFTER_DUE, Anchor.PRIORITY_SET, Anchor.NEXT_WORKING_DAY, Anchor.AFTER_DUE),
    *(Anchor.BEFORE_DUE, Anchor.HALF),
)
PRESSING, LATE, SOON = "pressing", "late", "soon"
KINDS = {PRESSING: "to look at first", LATE: "late", SOON: "due soon"}

messages.register(
    DIGEST,
    title="{number} comments wait for an answer: {what}",
    body="The page lists them. Say there that you see to it, so that the others know.",
)
_OF_ANCHOR = {
    Anchor.HALF: "moderation.step_half",
    Anchor.BEFORE_DUE: "moderation.step_before",
    Anchor.AFTER_DUE: "moderation.step_late",
    Anchor.NEXT_WORKING_DAY: "moderation.step_still_late",
    Anchor.PRIORITY_SET: "moderation.step_priority",
    Anchor.PRIORITY_AFTER_DUE: "moderation.step_priority_missed",
}
messages.register(
    "moderation.step_half",
    title="A comment on {account} waits for an answer",
    body="Half of the time for an answer has passed. It is due {due}.",
)
messages.register(
    "moderation.step_before",
    title="Not long left to answer a comment on {account}",
    body="It is due {due}. An acknowledgement is enough to keep the promise.",
)
messages.register(
    "moderation.step_late",
    title="Late: a comment on {account} was not answered in time",
    body="It was due {due}. This is on the record now. Please see that it is answered today.",
)
messages.register(
    "moderation.step_still_late",
    title="Still not answered: a comment on {account}",
    body="It was due {due}, and a working day later it still has no answer.",
)
messages.register(
    "moderation.step_priority",
    title="Look at this first: a comment on {account}",
    body="It may be urgent. Please look at it now, before other comments.",
)
messages.register(
    "moderation.step_priority_missed",
    title="Nobody has looked yet at a comment that may be urgent on {account}",
    body="It may be urgent, and the time for a first look is over. Please see to it now.",
)


def message_of(step: Step) -> str:
    """The message about one item, by what the step is counted from."""
    return _OF_ANCHOR[Anchor(step.anchor)]


def kind_of(step: Step, *, late: bool) -> str:
    """Under which of KINDS an item is counted for somebody who is told of it at `step`."""
    if step.anchor in (Anchor.PRIORITY_SET, Anchor.PRIORITY_AFTER_DUE):
        return PRESSING
    return LATE if late else SOON


def what_waits(counts: Mapping[str, int]) -> str:
    """For example "3 to look at first, 9 late"."""
    return ", ".join(f"{counts[kind]:,} {words}" for kind, words in KINDS.items() if counts.get(kind))
