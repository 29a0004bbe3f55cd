"""Acknowledge, reply, remove: what stops the clock, once, when somebody says that it was posted (M2, H1, C5)."""

import hashlib
from datetime import datetime

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation.models import Item, Response
from moderation.stages import breach_if_late
from moderation.states import RESPONSE_TRANSITIONS, TRANSITIONS, Action, ResponseKind, ResponseStatus, Status
from moderation.workflow.holding import hold, require_waiting
from people.current import person
from people.models import User

LONGEST = 10_000  # letters of a response


@audit.verb("moderation.acknowledge", "acknowledged a comment")
def acknowledge(item: Item, *, actor: Actor, text: str, posted_at: datetime | None = None) -> Item:
    """Record that the words `text` were posted as an acknowledgement at `posted_at` (default: now).

    It stops the clock; the comment still waits for its reply. Raises NotAllowed, InvalidInput, and WrongState
    where another has the comment or it was acknowledged already.
    """
    item, me, now = _take(item, actor)
    if item.status != Status.OPEN:
        raise WrongState("This comment was acknowledged already. It waits for a reply.")
    response = Response.objects.create(
        item=item,
        kind=ResponseKind.ACKNOWLEDGEMENT,
        status=ResponseStatus.POSTED,
        text=_words(text, "text"),
        written_by=me,
        written_at=now,
        posted_at=_posted_at(item, posted_at, now),
        confirmed_by=me,
        confirmed_at=now,
    )
    _stop_clock(item, response, Status.ACKNOWLEDGED, actor)
    return item


@audit.verb("moderation.draft_reply", "wrote a reply")
def draft_reply(item: Item, *, actor: Actor, text: str, ready: bool = False) -> Response:
    """Keep what was written; with `ready` it is shown to copy and post. The clock goes on: a draft is no response.

    Raises NotAllowed, InvalidInput, and WrongState where another has the comment.
    """
    item, me, now = _take(item, actor)
    words = _words(text, "text")
    response = in_hand(item)
    if response is None:
        response = Response.objects.create(
            item=item, kind=ResponseKind.REPLY, text=words, written_by=me, written_at=now
        )
    elif response.kind != ResponseKind.REPLY:
        raise WrongState("A removal is waiting to be confirmed. Confirm it or drop it first.")
    elif response.text != words:
        response.text, response.written_by, response.written_at = words, me, now
        response.save(update_fields=["text", "written_by", "written_at"])
    target = ResponseStatus.TO_POST if ready else ResponseStatus.DRAFT
    if response.status != target:
        audit.move(response, target, RESPONSE_TRANSITIONS, actor=actor)
    return response


@audit.verb("moderation.remove_with_explanation", "decided to remove a comment, with a public explanation")
def remove_with_explanation(item: Item, *, actor: Actor, action: str, public_explanation: str) -> Response:
    """Preserve what the comment says, then show the public explanation to copy and post (H1).

    The clock stops when somebody confirms that it was done and posted. Raises NotAllowed, InvalidInput, WrongState.
    """
    item, me, now = _take(item, actor)
    if action not in Action.values:
        raise InvalidInput("Choose what to do: delete, block or report.", "action")
    explanation = _words(public_explanation, "public_explanation", "Say publicly why. Nothing is removed without it.")
    if in_hand(item) is not None:
        raise WrongState("An answer to this comment is being written. Drop it first, or post it.")
    digest = hashlib.sha256(
        "\n".join([item.received_at.isoformat(), item.author_name, item.permalink, item.text]).encode()
    ).hexdigest()
    response = Response.objects.create(
        item=item,
        kind=ResponseKind.REMOVAL,
        status=ResponseStatus.TO_POST,
        action=action,
        public_explanation=explanation,
        preserved_text=item.text,
        preserved_digest=digest,
        written_by=me,
        written_at=now,
    )
    audit.record(
        "moderation.remove_with_explanation",
        item,
        actor=actor,
        action=str(action),
        evidence=digest,
        response=response.pk,
    )
    return response


@audit.verb("moderation.drop_response", "dropped an answer that was not posted")
def drop_response(response: Response, *, actor: Actor) -> Item:
    """Throw away a reply or a removal that was not posted. Raises NotAllowed, WrongState."""
    item, _, _ = _take(response.item, actor)
    response = _locked(response)
    if response.status == ResponseStatus.POSTED:
        raise WrongState("This was posted, so it stays on the record.")
    audit.record("moderation.drop_response", item, actor=actor, response=response.pk, kind=str(response.kind))
    response.delete()
    return item


@audit.verb("moderation.confirm_posted", "confirmed that an answer was posted")
def confirm_posted(response: Response, *, actor: Actor, posted_at: datetime | None = None) -> Item:
    """Say that the response went up at `posted_at` (default: now). That is when the clock stops.

    Raises NotAllowed; InvalidInput for a time that has not come or before the comment; WrongState where it was
    confirmed already.
    """
    item = audit.lock(response.item)
    rules.require("moderation.work", actor, item)
    response = _locked(response)
    if response.status == ResponseStatus.POSTED:
        who = response.confirmed_by.full_name if response.confirmed_by else "Somebody"
        raise WrongState(f"{who} has confirmed this already.")
    require_waiting(item)
    me, now = person(actor), clock.now()
    hold(item, me)
    response.posted_at = _posted_at(item, posted_at, now)
    response.confirmed_by, response.confirmed_at = me, now
    response.save(update_fields=["posted_at", "confirmed_by", "confirmed_at"])
    audit.move(response, ResponseStatus.POSTED, RESPONSE_TRANSITIONS, actor=actor)
    _stop_clock(item, response, Status.ANSWERED, actor)
    return item


def in_hand(item: Item) -> Response | None:
    """The one response to `item` that was not posted yet."""
    return Response.objects.filter(item=item).exclude(status=ResponseStatus.POSTED).first()


def _take(item: Item, actor: Actor) -> tuple[Item, User, datetime]:
    """Lock, ask, check, claim: how every answer begins."""
    item = audit.lock(item)
    rules.require("moderation.work", actor, item)
    require_waiting(item)
    me = person(actor)
    hold(item, me)
    return item, me, clock.now()


def _locked(response: Response) -> Response:
    """The response as it is now; the item's row is held, so nobody changes it."""
    try:
        return audit.lock(response)
    except Response.DoesNotExist:
        raise WrongState("Somebody dropped this answer meanwhile. Reload the page.") from None


def _stop_clock(item: Item, response: Response, target: Status, actor: Actor) -> None:
    """The first response stops the clock, once; a later one only moves the state."""
    if item.responded_at is None and response.posted_at is not None:
        item.responded_at, item.responded_by = response.posted_at, response.confirmed_by
        item.save(update_fields=["responded_at", "responded_by"])
        breach_if_late(item, item.responded_at, clock.now())
    audit.move(item, target, TRANSITIONS, actor=actor, response=response.pk)
    item.sweep_at = None
    item.save(update_fields=["sweep_at"])


def _posted_at(item: Item, posted_at: datetime | None, now: datetime) -> datetime:
    if posted_at is None:
        return now
    if posted_at > now:
        raise InvalidInput("That time has not come yet. Give the time when it was posted.", "posted_at")
    if posted_at < item.received_at:
        raise InvalidInput("That is before the comment was written.", "posted_at")
    return posted_at


def _words(text: str, field: str, missing: str = "Write what to post.") -> str:
    words = text.strip()
    if not words:
        raise InvalidInput(missing, field)
    if len(words) > LONGEST:
        raise InvalidInput(f"Use at most {LONGEST:,} letters.", field)
    return words
