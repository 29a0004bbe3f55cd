"""What somebody answered on the platform itself, before anything stood here (M2, C5)."""

from datetime import datetime

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Item, Response
from moderation.states import ResponseKind, ResponseStatus, Status
from moderation.workflow import jotting
from moderation.workflow.taking import in_hand, posted_time, stop_clock, take, words_of
from people.models import User

LONGEST_NAME = 120


@audit.verb("moderation.answered_elsewhere", "noted that it was answered on the platform")
def answered_elsewhere(
    item: Item,
    *,
    actor: Actor,
    text: str,
    posted_at: datetime,
    kind: str = ResponseKind.REPLY,
    by: User | None = None,
    by_name: str = "",
    seen: int | None = None,
) -> Item:
    """Record a reply or an acknowledgement that went up at `posted_at`, by `by` or by somebody called `by_name`.

    The clock stops at `posted_at`; when it was said here, and by whom, is kept too. Raises NotAllowed, InvalidInput,
    and WrongState where another has the comment, changed it since, or it does not fit how it stands.
    """
    item, me, now = take(item, actor, seen, save=False)
    if kind not in (ResponseKind.REPLY, ResponseKind.ACKNOWLEDGEMENT):
        raise InvalidInput("Choose what was posted.", "kind")
    if kind == ResponseKind.ACKNOWLEDGEMENT and item.status != Status.OPEN:
        raise WrongState("This comment was acknowledged already. It waits for a reply.")
    rules.require("moderation.reply", actor, item)
    name = " ".join(by_name.split())
    if (by is None) == (not name):
        raise InvalidInput("Say who posted it: choose a person, or write a name.", "by_name" if by is None else "by")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(f"Use at most {LONGEST_NAME} letters.", "by_name")
    if in_hand(item) is not None and kind == ResponseKind.REPLY:
        raise WrongState("An answer to this comment is being written here. Post it or drop it first.")
    response = Response.objects.create(
        item=item,
        kind=kind,
        status=ResponseStatus.POSTED,
        text=words_of(text, "text", "Write what was posted."),
        written_by=by or me,
        written_at=now,
        posted_by_name=name,
        posted_at=posted_time(item, posted_at, now),
        confirmed_by=me,
        confirmed_at=now,
    )
    stop_clock(item, response, Status.ANSWERED if kind == ResponseKind.REPLY else Status.ACKNOWLEDGED, actor)
    jotting.forget(item, me, jotting.ELSEWHERE)
    return item
