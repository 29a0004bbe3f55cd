"""Noting that the figures of a day have changed, in the transaction that changes them (M2)."""

from collections.abc import Iterable
from datetime import date

from core import bulk
from moderation.models import Item, Recount
from school.models import school_zone


def touch(items: Iterable[Item]) -> None:
    """Have the days of these items counted again by the next sweep. Called by every verb that changes an outcome:

    one comes in, is answered, breached, closed, withdrawn, opened again.
    """
    zone = school_zone()
    touch_days({(item.account_id, item.received_at.astimezone(zone).date()) for item in items})


def touch_days(days: Iterable[tuple[int, date]]) -> None:
    """As `touch`, for whoever knows the accounts (by id) and local days."""
    bulk.insert(Recount, ("account_id", "day"), sorted(days))
