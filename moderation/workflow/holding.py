"""Who is on a comment: claim it, put it back, take it over."""

from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import WrongState
from moderation import messages as _messages  # noqa: F401  registers the words
from moderation import rules as _rules  # noqa: F401  registers the rules
from moderation.models import Item
from moderation.states import TRANSITIONS
from notifications import workflow as notifications
from people.current import person
from people.models import User
from school.models import school_zone


def require_waiting(item: Item) -> None:
    """Raises WrongState, saying who finished it and when, unless somebody still has something to do."""
    if item.is_waiting:
        return
    who = item.closed_by or item.responded_by
    when = item.closed_at or item.responded_at
    by = f" by {who.full_name}" if who else ""
    at = f", {_when(when)}" if when else ""
    raise WrongState(f"This is finished: {TRANSITIONS.labels[item.status].lower()}{by}{at}. Nothing more is needed.")


def changed(item: Item) -> None:
    """Note that `item` is no longer what somebody sees who is typing an answer to it. The caller holds its row.

    For every verb whose effect such a person must know: an answer posted, a removal, closed, edited, taken back.
    """
    Item.objects.filter(pk=item.pk).update(revision=F("revision") + 1)
    item.revision += 1


def hold(item: Item, actor: User) -> None:
    """Give an unclaimed item to `actor`, who acts on it. Raises WrongState, naming who has it, where another has."""
    if item.claimed_by_id is None or not _still_there(item):
        _give(item, actor)
    elif item.claimed_by_id != actor.pk:
        raise WrongState(f"{_who_has(item)} Take it over first if you want to answer it instead.")


@audit.verb("moderation.claim", "took on a comment")
def claim(item: Item, *, actor: Actor, take_over_from: User | None = None) -> Item:
    """Say "I am on it". To take it from somebody who has it, name that person.

    Raises NotAllowed; WrongState where another has it, or has got it meanwhile.
    """
    item = audit.lock(item)
    rules.require("moderation.work", actor, item)
    require_waiting(item)
    me = person(actor)
    before = item.claimed_by
    if before is None or before.pk == me.pk or not _still_there(item):
        if before is None or before.pk != me.pk:
            _give(item, me)
        return item
    if take_over_from is None or take_over_from.pk != before.pk:
        raise WrongState(_who_has(item))
    _give(item, me)
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
    if item.claimed_by_id is None:
        raise WrongState("Nobody has this comment now.")
    item.claimed_by, item.claimed_at = None, None
    item.save(update_fields=["claimed_by", "claimed_at"])
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
        _give(item, to)
        notifications.tell(
            [to],
            "moderation.passed_on",
            event=f"item:{item.pk}:passed_on:{clock.now().isoformat()}",
            url=reverse("moderation:item", args=[item.pk]),
            about=item,
            account=item.account.name,
        )
    else:
        item.claimed_by, item.claimed_at = None, None
        item.save(update_fields=["claimed_by", "claimed_at"])
    audit.record(
        "moderation.pass_on", item, actor=actor, taken_from=before, to=to.pk if to is not None and able else None
    )
    return item


def _give(item: Item, actor: User) -> None:
    item.claimed_by, item.claimed_at = actor, clock.now()
    item.save(update_fields=["claimed_by", "claimed_at"])


def _still_there(item: Item) -> bool:
    return item.claimed_by is not None and item.claimed_by.may_sign_in


def _who_has(item: Item) -> str:
    who = item.claimed_by.full_name if item.claimed_by else "Somebody"
    return f"{who} has this comment{', since ' + _when(item.claimed_at) if item.claimed_at else ''}."


def _when(moment: datetime) -> str:
    with timezone.override(school_zone()):
        return times.short(moment)
