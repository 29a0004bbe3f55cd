"""The yearly look at each account: when it falls due, and which are due. Reading only."""

from datetime import date, timedelta

from django.db.models import Q

from accounts.models import Account, AccountQuerySet
from accounts.states import Status
from core import clock

# Those that the school uses, or will use again.
REVIEWED = (Status.LIVE, Status.SUSPENDED)
BEFORE = (0, 7, 30)  # days before it is due on which somebody is reminded; after it, every week
WEEK = 7
SOON = timedelta(days=max(BEFORE))


def a_year_after(day: date) -> date:
    """The same day of the next year; 28 February after a leap day."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def stage_on(today: date, review_on: date) -> str | None:
    """Which reminder was the last to fall due: "30", "7", "0", then "late:1", "late:2" for the weeks after."""
    left = (review_on - today).days
    if left <= -WEEK:
        return f"late:{-left // WEEK}"
    return next((str(days) for days in BEFORE if left <= days), None)


def to_review(accounts: AccountQuerySet) -> AccountQuerySet:
    """Those of `accounts` that are looked at every year, and have a day for it."""
    return accounts.filter(status__in=REVIEWED, review_on__isnull=False)


def due_soon(accounts: AccountQuerySet) -> AccountQuerySet:
    """Those whose day is past, or comes within a month."""
    return to_review(accounts).filter(review_on__lte=clock.today() + SOON)


def is_overdue() -> Q:
    return Q(status__in=REVIEWED, review_on__lt=clock.today())


def is_late(account: Account) -> bool:
    return account.status in REVIEWED and account.review_on is not None and account.review_on < clock.today()


def shown(accounts: AccountQuerySet, show: str) -> AccountQuerySet:
    """What the list shows: those due within a month, the late ones, or all that are looked at."""
    if show == "all":
        return to_review(accounts)
    return accounts.filter(is_overdue()) if show == "late" else due_soon(accounts)
