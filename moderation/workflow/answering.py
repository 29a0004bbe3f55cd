"""Acknowledge, reply, drop, confirm: what stops the clock, once, when somebody says that it was posted (M2, H4, C5)."""

from datetime import datetime

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import WrongState
from moderation.models import Item, Response
from moderation.states import RESPONSE_TRANSITIONS, ResponseKind, ResponseStatus, Status
from moderation.words.templates import is_unaltered
from moderation.workflow import jotting
from moderation.workflow.revising import changed
from moderation.workflow.taking import in_hand, posted_time, require_filled, stop_clock, take, words_of


@audit.verb("moderation.acknowledge", "acknowledged a comment")
def acknowledge(
    item: Item, *, actor: Actor, text: str, posted_at: datetime | None = None, seen: int | None = None
) -> Item:
    """Record that the words `text` were posted as an acknowledgement at `posted_at` (default: now).

    It stops the clock; the comment still waits for its reply. `seen` is the revision that the actor saw.
    Raises NotAllowed (a journalist's is acknowledged in the school's own words alone, what may show a child by those
    who decide about it), InvalidInput, and WrongState
    where another has the comment, changed it since, or it was acknowledged already.
    """
    item, me, now = take(item, actor, seen, save=False)
    if item.status != Status.OPEN:
        raise WrongState("This comment was acknowledged already. It waits for a reply.")
    words = words_of(text, "text")
    require_filled(words, "text")
    if item.link_only or (item.is_locked and not is_unaltered(item, me, words)):
        rules.require("moderation.reply", actor, item)
    response = Response.objects.create(
        item=item,
        kind=ResponseKind.ACKNOWLEDGEMENT,
        status=ResponseStatus.POSTED,
        text=words,
        written_by=me,
        written_at=now,
        posted_at=posted_time(item, posted_at, now),
        confirmed_by=me,
        confirmed_at=now,
    )
    stop_clock(item, response, Status.ACKNOWLEDGED, actor)
    jotting.forget(item, me, jotting.ACKNOWLEDGE)
    return item


@audit.verb("moderation.draft_reply", "wrote a reply")
def draft_reply(item: Item, *, actor: Actor, text: str, ready: bool = False, seen: int | None = None) -> Response:
    """Keep what was written; with `ready` it is shown to copy and post. The clock goes on: a draft is no response.

    A colleague's draft that it replaces is kept for the colleague. `seen` is the revision that the actor saw.
    Raises NotAllowed, InvalidInput, and WrongState where another has the comment or changed it since.
    """
    item, me, now = take(item, actor, seen)
    words = words_of(text, "text")
    if ready:
        rules.require("moderation.reply", actor, item)
        require_filled(words, "text")
    response = in_hand(item)
    if response is not None and response.kind != ResponseKind.REPLY:
        raise WrongState("A removal is waiting to be confirmed. Confirm it or drop it first.")
    is_new = response is None or response.text != words
    if response is None:
        response = Response.objects.create(
            item=item, kind=ResponseKind.REPLY, text=words, written_by=me, written_at=now
        )
    elif is_new:
        jotting.keep_for_writer(response, me)
        response.text, response.written_by, response.written_at = words, me, now
        response.save(update_fields=["text", "written_by", "written_at"])
    target = ResponseStatus.TO_POST if ready else ResponseStatus.DRAFT
    if is_new or response.status != target:
        changed(item)
        audit.record("moderation.draft_reply", item, actor=actor, response=response.pk, revision=item.revision)
    if response.status != target:
        audit.move(response, target, RESPONSE_TRANSITIONS, actor=actor)
    jotting.forget(item, me, jotting.REPLY)
    return response


@audit.verb("moderation.drop_response", "dropped an answer that was not posted")
def drop_response(response: Response, *, actor: Actor, seen: int | None = None) -> Item:
    """Throw away a reply that was not posted. Raises NotAllowed, WrongState.

    What a colleague wrote is kept for the colleague.
    """
    item, me, _ = take(response.item, actor, seen)
    response = _answer(response)
    if response.status == ResponseStatus.POSTED:
        raise WrongState("This was posted, so it stays on the record.")
    jotting.keep_for_writer(response, me)
    changed(item)
    audit.record(
        "moderation.drop_response",
        item,
        actor=actor,
        response=response.pk,
        kind=str(response.kind),
        revision=item.revision,
    )
    response.delete()
    return item


@audit.verb("moderation.confirm_posted", "confirmed that an answer was posted")
def confirm_posted(
    response: Response, *, actor: Actor, posted_at: datetime | None = None, seen: int | None = None
) -> Item:
    """Say that the response went up at `posted_at` (default: now). That is when the clock stops.

    Raises NotAllowed; InvalidInput for a time that has not come or before the comment; WrongState where it was
    confirmed already, or somebody changed it since `seen`.
    """
    item = audit.lock(response.item)
    rules.require("moderation.work", actor, item)
    response = _answer(response)
    if response.status == ResponseStatus.POSTED:
        who = response.confirmed_by.full_name if response.confirmed_by else "Somebody"
        raise WrongState(f"{who} has confirmed this already.")
    rules.require("moderation.reply", actor, item)
    item, me, now = take(item, actor, seen, save=False)
    response.posted_at = posted_time(item, posted_at, now)
    response.confirmed_by, response.confirmed_at = me, now
    response.save(update_fields=["posted_at", "confirmed_by", "confirmed_at"])
    audit.move(response, ResponseStatus.POSTED, RESPONSE_TRANSITIONS, actor=actor)
    stop_clock(item, response, Status.ANSWERED, actor)
    return item


def _answer(response: Response) -> Response:
    """The reply as it is now. Raises WrongState for a removal, which `abuse.workflow` confirms and drops."""
    response = audit.lock(response)
    if response.kind == ResponseKind.REMOVAL:
        raise WrongState("This is a removal. Say on the page of the comment that it was done, or that it is not.")
    return response
