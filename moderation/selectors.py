"""Reads for the queue: what waits in which order, and how many of each."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone

from moderation.models import Item, ItemQuerySet
from moderation.states import WAITING, Status
from people.models import User

LATE, TODAY, LATER, ACKNOWLEDGED, BEFORE = range(5)
GROUPS = {
    LATE: "Late",
    TODAY: "Due today",
    LATER: "Due later",
    ACKNOWLEDGED: "Acknowledged, waiting for a reply",
    BEFORE: "From before the account was watched",
}
STATES = {
    "waiting": "All that waits",
    "late": "Late",
    "today": "Due today",
    "later": "Due later",
    "acknowledged": "Waiting for a reply",
    "before": "From before",
    "finished": "Finished",
}
SELDOM = ("acknowledged", "before")  # offered only while some stand there
WAITING_ORDER = ("group", "due_at", "pk")
FINISHED_ORDER = ("-received_at", "-pk")


def end_of_today(now: datetime) -> datetime:
    """The first moment of tomorrow, local."""
    local = timezone.localtime(now)
    tomorrow = (local + timedelta(days=1)).date()
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=local.tzinfo)


def _conditions(now: datetime) -> dict[str, Q]:
    owed = Q(status=Status.OPEN, in_figures=True)
    tomorrow = end_of_today(now)
    return {
        "waiting": Q(status__in=WAITING),
        "late": owed & Q(due_at__lt=now),
        "today": owed & Q(due_at__gte=now, due_at__lt=tomorrow),
        "later": owed & Q(due_at__gte=tomorrow),
        "acknowledged": Q(status=Status.ACKNOWLEDGED),
        "before": Q(status=Status.OPEN, in_figures=False),
        "finished": ~Q(status__in=WAITING),
    }


def filtered(person: User, chosen: dict[str, Any]) -> ItemQuerySet:
    """What `person` sees of the queue, by the filters that were chosen, without the state."""
    items = Item.objects.visible_to(person)
    if account := chosen.get("account"):
        items = items.filter(account=account)
    if kind := chosen.get("kind"):
        items = items.filter(kind=kind)
    if chosen.get("mine"):
        items = items.filter(claimed_by=person)
    if words := chosen.get("q"):
        items = items.filter(Q(text__icontains=words) | Q(author_name__icontains=words))
    return items


def in_state(items: ItemQuerySet, state: str, now: datetime) -> ItemQuerySet:
    """Those in one of STATES, with what a row of the list shows, and the group that it stands in as `rank`."""
    conditions = _conditions(now)
    ranks = [("late", LATE), ("today", TODAY), ("later", LATER), ("acknowledged", ACKNOWLEDGED)]
    rank = Case(
        *(When(conditions[name], then=Value(number)) for name, number in ranks),
        default=Value(BEFORE),
        output_field=IntegerField(),
    )
    wanted = items.filter(conditions.get(state, conditions["waiting"]))
    return wanted.annotate(group=rank).select_related("account", "claimed_by")


def counts(items: ItemQuerySet, now: datetime) -> dict[str, int]:
    """How many stand in each state, in one query."""
    conditions = _conditions(now)
    wanted = {name: Count("pk", filter=conditions[name]) for name in STATES if name != "finished"}
    found: dict[str, int] = items.filter(conditions["waiting"]).aggregate(**wanted)
    return found
