"""Who is on a comment: a claim holds until it ran out, or whoever has it can no longer sign in."""

from datetime import datetime

from django.db.models import Q

from core import clock
from moderation.models import Item
from people.models import User


def ran_out(item: Item, now: datetime) -> bool:
    """Whether nothing was heard from who claimed it for too long. What somebody was given does not run out."""
    return item.claimed_until is not None and item.claimed_until <= now


def holder(item: Item, now: datetime | None = None) -> User | None:
    """Who has it at `now` (default: the present moment), or None where it is free."""
    if item.claimed_by is None or not item.claimed_by.may_sign_in or ran_out(item, now or clock.now()):
        return None
    return item.claimed_by


def held(now: datetime) -> Q:
    """The same for a query, the leavers apart: claimed, and the claim has not run out at `now`."""
    return Q(claimed_by__isnull=False) & (Q(claimed_until=None) | Q(claimed_until__gt=now))
