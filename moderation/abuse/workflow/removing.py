"""Hide, delete, block, report: first it is kept, then it is explained, then somebody says that it was done (H1)."""

from datetime import date, datetime
from typing import NotRequired, TypedDict, Unpack

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from moderation import priority
from moderation.abuse.names import named_in
from moderation.abuse.pictures import Picture
from moderation.abuse.places import item_url
from moderation.abuse.workflow.bans import begin_ban, require_review_day
from moderation.abuse.workflow.keeping import keep
from moderation.models import Author, Item, Response, author_key
from moderation.states import (
    RESPONSE_TRANSITIONS,
    Action,
    Gone,
    HouseRule,
    ResponseKind,
    ResponseStatus,
    Status,
)
from moderation.workflow import jotting
from moderation.workflow.holding import hold
from moderation.workflow.revising import changed
from moderation.workflow.taking import (
    in_hand,
    posted_time,
    require_as_seen,
    require_filled,
    stop_clock,
    words_of,
)
from notifications import workflow as notifications
from people.current import person
from people.models import User

UNEXPLAINED = "Say publicly why. Nothing is removed without it."
NAMES_A_PUPIL = "This names a pupil ({name}). Say it without the name: nobody is told who a pupil is."


class Removal(TypedDict):
    """How something is removed. `seen` is the revision of the comment that the actor saw."""

    house_rule: str
    explanation: str
    screenshot: NotRequired[Picture | None]
    seen: NotRequired[int | None]


# Of an earlier edition, which knew one way to remove: it stands in the record.
audit.register("moderation.remove_with_explanation", "decided to remove a comment, with a public explanation")


@audit.verb("moderation.hide", "decided to hide a comment, with a public explanation")
def hide(item: Item, *, actor: Actor, **how: Unpack[Removal]) -> Response:
    """Keep what the comment says, and show the explanation to post when it is hidden on the platform.

    The clock stops when somebody confirms that it was done. Raises NotAllowed, InvalidInput, and WrongState, also
    where somebody changed it since.
    """
    return _decide(item, Action.HIDE, actor, **how)


@audit.verb("moderation.delete", "decided to delete a comment, with a public explanation")
def delete(item: Item, *, actor: Actor, **how: Unpack[Removal]) -> Response:
    """As `hide`, for one that is deleted on the platform."""
    return _decide(item, Action.DELETE, actor, **how)


@audit.verb("moderation.block", "decided to block the author of a comment, with a public explanation")
def block(item: Item, *, actor: Actor, **how: Unpack[Removal]) -> Response:
    """As `hide`, for an author who is blocked on the account. The block begins when it is confirmed.

    Raises WrongState also where nobody knows who wrote it, or they are blocked already.
    """
    return _decide(item, Action.BLOCK, actor, **how)


@audit.verb("moderation.report", "decided to report a comment to the platform, with a public explanation")
def report(item: Item, *, actor: Actor, **how: Unpack[Removal]) -> Response:
    """As `hide`, for one that is reported to the platform."""
    return _decide(item, Action.REPORT, actor, **how)


VERBS = {Action.HIDE: hide, Action.DELETE: delete, Action.BLOCK: block, Action.REPORT: report}


def _decide(
    item: Item,
    action: Action,
    actor: Actor,
    *,
    house_rule: str,
    explanation: str,
    screenshot: Picture | None = None,
    seen: int | None = None,
) -> Response:
    item, me = _take(item, actor, seen)
    if house_rule not in HouseRule.values:
        raise InvalidInput("Choose the rule that was broken.", "house_rule")
    words = words_of(explanation, "explanation", UNEXPLAINED)
    require_filled(words, "explanation")
    pupils = named_in(words, item).pupils
    if pupils:
        raise InvalidInput(NAMES_A_PUPIL.format(name=pupils[0]), "explanation")
    if in_hand(item) is not None:
        raise WrongState("An answer to this comment is being written. Drop it first, or post it.")
    if action == Action.BLOCK:
        _require_blockable(item)
    now = clock.now()
    evidence = keep(item, me, now, screenshot)
    response = Response.objects.create(
        item=item,
        kind=ResponseKind.REMOVAL,
        status=ResponseStatus.TO_POST,
        action=action,
        house_rule=house_rule,
        public_explanation=words,
        preserved_digest=evidence.digest,
        written_by=me,
        written_at=now,
    )
    evidence.response = response
    evidence.save(update_fields=["response"])
    priority.acted(item, now)
    changed(item)
    jotting.forget(item, me, jotting.REMOVE)
    audit.record(
        f"moderation.{action}",
        item,
        actor=actor,
        response=response.pk,
        house_rule=str(house_rule),
        evidence=evidence.pk,
        digest=evidence.digest,
        revision=item.revision,
    )
    return response


def _take(item: Item, actor: Actor, seen: int | None = None) -> tuple[Item, User]:
    """Lock, ask, look, and claim what still waits. Who decides about it without working on it takes it from nobody."""
    item = audit.lock(item)
    rules.require("moderation.remove", actor, item)
    me = person(actor)
    require_as_seen(item, seen, me)
    if item.is_waiting and rules.ask("moderation.work", actor, item):
        hold(item, me)
    return item, me


def _removal(response: Response) -> Response:
    response = audit.lock(response)
    if response.kind != ResponseKind.REMOVAL:
        raise WrongState("This is no removal.")
    return response


def _require_blockable(item: Item) -> None:
    if item.author is None and item.author_name:
        key = author_key(item.author_name)
        defaults = {"name": item.author_name}
        item.author, _ = Author.objects.get_or_create(platform=item.account.platform, key=key, defaults=defaults)
        item.save(update_fields=["author"])
    if item.author is None:
        raise WrongState("Nobody knows who wrote this, so nobody can be blocked.")
    if item.author.bans.in_force().filter(account=item.account_id).exists():
        raise WrongState("This author is blocked on this account already.")


@audit.verb("moderation.hold_back", "held the explanation of a removal back")
def hold_back(response: Response, *, actor: Actor, reason: str) -> Response:
    """Have nothing posted about a removal for now, because police or safeguarding advise it.

    What was written is kept until it may be posted. Raises NotAllowed, InvalidInput, WrongState (done already).
    """
    item = audit.lock(response.item)
    rules.require("moderation.hold_back", actor, item)
    response = _removal(response)
    if response.status == ResponseStatus.POSTED or response.held_back:
        raise WrongState("The explanation was posted already, or is held back already.")
    why = reason.strip()
    if not why or len(why) > 500:
        raise InvalidInput("Say who advised it and why, in at most 500 letters.", "reason")
    response.held_back, response.held_back_because, response.held_back_by = True, why, person(actor)
    response.save(update_fields=["held_back", "held_back_because", "held_back_by"])
    changed(item)
    audit.record("moderation.hold_back", item, actor=actor, response=response.pk, revision=item.revision)
    _tell_writer(response, item, "moderation.held_back", actor)
    return response


def _tell_writer(response: Response, item: Item, message: str, actor: Actor) -> None:
    if response.written_by_id == person(actor).pk:
        return
    notifications.tell(
        [response.written_by],
        message,
        event=f"response:{response.pk}:{item.revision}",
        url=item_url(item),
        about=item,
        account=item.account.name,
    )


@audit.verb("moderation.confirm_done", "did what was decided on the platform")
def confirm_done(
    response: Response,
    *,
    actor: Actor,
    posted_at: datetime | None = None,
    review_on: date | None = None,
    seen: int | None = None,
) -> Item:
    """Say that it was done, and the explanation posted, at `posted_at` (default: now). That is when the clock stops.

    One whose explanation is held back counts as answered too. A block is looked at again on `review_on` (default: in
    three months). Raises NotAllowed; InvalidInput for a day or a time that cannot be; WrongState (confirmed already;
    changed since the revision `seen`: its explanation may be held back by now).
    """
    item = audit.lock(response.item)
    rules.require("moderation.remove", actor, item)
    response = _removal(response)
    if response.status == ResponseStatus.POSTED:
        who = response.confirmed_by.full_name if response.confirmed_by else "Somebody"
        raise WrongState(f"{who} has confirmed this already.")
    item, me = _take(item, actor, seen)
    now = clock.now()
    response.posted_at = posted_time(item, posted_at, now)
    response.confirmed_by, response.confirmed_at = me, now
    response.save(update_fields=["posted_at", "confirmed_by", "confirmed_at"])
    audit.move(response, ResponseStatus.POSTED, RESPONSE_TRANSITIONS, actor=actor)
    _note_what_was_done(item, response, me, review_on)
    if item.is_waiting:
        stop_clock(item, response, Status.ANSWERED, actor)
    else:
        changed(item)
        audit.record("moderation.confirm_done", item, actor=actor, response=response.pk, revision=item.revision)
    return item


def _note_what_was_done(item: Item, response: Response, me: User, review_on: date | None) -> None:
    if response.action == Action.BLOCK:
        begin_ban(item, response, me, require_review_day(review_on))
    elif response.action in (Action.HIDE, Action.DELETE) and item.gone_at is None:
        item.gone_at, item.gone_because = response.posted_at, Gone.US
        item.save(update_fields=["gone_at", "gone_because"])


@audit.verb("moderation.drop_removal", "decided not to remove a comment after all")
def drop_removal(response: Response, *, actor: Actor) -> Item:
    """Give up a removal that was not done. What was kept as evidence stays. Raises NotAllowed, WrongState."""
    item, _ = _take(response.item, actor)
    response = _removal(response)
    if response.status == ResponseStatus.POSTED:
        raise WrongState("This was done, so it stays on the record.")
    changed(item)
    audit.record("moderation.drop_removal", item, actor=actor, response=response.pk, revision=item.revision)
    response.delete()
    return item


@audit.verb("moderation.explain_now", "posted an explanation that had been held back")
def explain_now(response: Response, *, actor: Actor) -> Response:
    """Say that the explanation is no longer held back: it was posted, or may be. The clock stopped when it was done.

    Raises NotAllowed, WrongState (it is not held back).
    """
    item = audit.lock(response.item)
    rules.require("moderation.hold_back", actor, item)
    response = _removal(response)
    if not response.held_back:
        raise WrongState("This explanation is not held back.")
    response.held_back = False
    response.save(update_fields=["held_back"])
    changed(item)
    audit.record("moderation.explain_now", item, actor=actor, response=response.pk, revision=item.revision)
    _tell_writer(response, item, "moderation.explain_now", actor)
    return response
