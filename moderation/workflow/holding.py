"""Who is on a comment: claim it, put it back, take it over."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import WrongState
from moderation import messages as _messages  # noqa: F401  registers the words
from moderation import rules as _rules  # noqa: F401  registers the rules
from moderation.claims import holder
from moderation.models import Item, desk
from moderation.states import TRANSITIONS
from moderation.workflow import undoing
from moderation.workflow.revising import changed as changed  # part of this module's promise to the others
from notifications import workflow as notifications
from people.current import person
from people.models import User
from school.models import school_zone

CLAIM = ("claimed_by_id", "claimed_at", "claimed_until")
CLAIM_FIELDS = ("claimed_by", "claimed_at", "claimed_until")


def require_waiting(item: Item) -> None:
    """Raises WrongState, saying who finished it and when, unless somebody still has something to do."""
    if item.is_waiting:
        return
    who = item.closed_by or item.responded_by
    when = item.closed_at or item.responded_at
    by = f" by {who.full_name}" if who else ""
    at = f", {_when(when)}" if when else ""
    raise WrongState(f"This is finished: {TRANSITIONS.labels[item.status].lower()}{by}{at}. Nothing more is needed.")


def hold(item: Item, actor: User, *, save: bool = True) -> None:
    """Give a free item to `actor`, who acts on it. Raises WrongState, naming who has it, where another has.

    A claim that ran out is none, whosever it was. Without `save` the caller saves CLAIM_FIELDS, with others of its own.
    """
    now = clock.now()
    has = holder(item, now)
    if has is None:
        _give(item, actor, now, save=save)
    elif has.pk != actor.pk:
        raise WrongState(f"{_who_has(item)} Take it over first if you want to answer it instead.")


@audit.verb("moderation.claim", "took on a comment")
def claim(item: Item, *, actor: Actor, take_over_from: User | None = None) -> Item:
    """Say "I am on it". To take it from somebody who has it, name that person.

    Raises NotAllowed; WrongState where another has it, or has got it meanwhile.
    """
    item = audit.lock(item)
    rules.require("moderation.work", actor, item)
    require_waiting(item)
    me, now = person(actor), clock.now()
    before = holder(item, now)
    if before is None or before.pk == me.pk:
        if before is None:
            was = undoing.columns(item, *CLAIM)
            _give(item, me, now)
            undoing.offer(item, "moderation.claim", me, was)
        return item
    if take_over_from is None or take_over_from.pk != before.pk:
        raise WrongState(_who_has(item))
    _give(item, me, now)
    audit.record("moderation.claim", item, actor=actor, taken_from=before.pk)
    notifications.tell(
        [before],
        "moderation.taken_over",
        event=f"item:{item.pk}:taken:{clock.now().isoformat()}",
        url=reverse("moderation:item", args=[item.pk]),
        about=item,
        person=me.full_name,
        account=item.account.name,
    )
    return item


@audit.verb("moderation.release", "put a comment back")
def release(item: Item, *, actor: Actor) -> Item:
    """Let somebody else take it. What was drafted stays. Raises NotAllowed, WrongState."""
    item = audit.lock(item)
    rules.require("moderation.release", actor, item)
    require_waiting(item)
    if holder(item) is None:
        raise WrongState("Nobody has this comment now.")
    was = undoing.columns(item, *CLAIM)
    _free(item)
    undoing.offer(item, "moderation.release", person(actor), was)
    return item


@audit.verb("moderation.pass_on", "passed a comment on")
def pass_on(item: Item, *, actor: Actor, to: User | None) -> Item:
    """Give the comment that somebody has to `to`, who works on it from now on; without one, back to everybody's queue.

    For whoever hands an account over (R3): what was drafted stays with it. Somebody who may not work on it does not
    get it: it goes back to the queue. Raises NotAllowed and WrongState (finished; nobody has it).
    """
    item = audit.lock(item)
    rules.require("moderation.pass_on", actor, item)
    require_waiting(item)
    if item.claimed_by_id is None:
        raise WrongState("Nobody has this comment now.")
    before = item.claimed_by_id
    able = to is not None and bool(rules.ask("moderation.work", to, item))
    if to is not None and able:
        _give(item, to)  # without an end: it was given, and waits for the person however long they take
        notifications.tell(
            [to],
            "moderation.passed_on",
            event=f"item:{item.pk}:passed_on:{clock.now().isoformat()}",
            url=reverse("moderation:item", args=[item.pk]),
            about=item,
            account=item.account.name,
        )
    else:
        _free(item)
    audit.record(
        "moderation.pass_on", item, actor=actor, taken_from=before, to=to.pk if to is not None and able else None
    )
    return item


def _give(item: Item, to: User, now: datetime | None = None, *, save: bool = True) -> None:
    """`now`: it is claimed then, and the claim runs out. Without: somebody else gives it to them, for good."""
    item.claimed_by, item.claimed_at = to, now or clock.now()
    item.claimed_until = now + timedelta(minutes=desk().claim_minutes) if now is not None else None
    if save:
        item.save(update_fields=CLAIM_FIELDS)


def _free(item: Item) -> None:
    item.claimed_by, item.claimed_at, item.claimed_until = None, None, None
    item.save(update_fields=CLAIM_FIELDS)


def _who_has(item: Item) -> str:
    who = item.claimed_by.full_name if item.claimed_by else "Somebody"
    return f"{who} has this comment{', since ' + _when(item.claimed_at) if item.claimed_at else ''}."


def _when(moment: datetime) -> str:
    with timezone.override(school_zone()):
        return times.short(moment)
