"""Counting the days anew whose comments have changed: from the items into the rollups, a few queries for many (M2).

A verb that changes an outcome appends a mark (`Recount`) in its own transaction. Here the marks of some days are taken
away first and the items counted afterwards, by statements of their own: what was marked by then is committed and so is
counted, and what is marked meanwhile keeps its mark for the next time. One transaction does both, so that a process
that dies leaves the marks; and it holds the row of this job, so that of two at once none writes older counts over
newer ones. Held are that row and then rollups, never an item or an account, so no verb waits for a count.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.db.models.functions import ExtractHour, TruncDate

from core import clock
from core.worktime import ONE_DAY
from moderation.figures import buckets
from moderation.models import Heartbeat, Item, Recount, Rollup
from moderation.states import Status
from school.models import school_zone

NAME = "figures"  # of the heartbeat, which notes the time zone that the days are of
DAYS = 31  # of one account, in one transaction
MEASURES = (
    *("received", "in_time", "late", "closed_late", "open", "open_late"),
    *("lane", "lane_in_time", "lane_late"),
)
COLUMNS = (*MEASURES, *buckets.COLUMNS)

# What each number counts, of the items in the figures. In words: moderation.figures.definitions.
COUNTED = ~Q(status=Status.CLOSED, responded_at=None) & ~Q(status=Status.WITHDRAWN, breached_at=None)
ANSWERED = COUNTED & Q(responded_at__isnull=False)
OPEN = Q(status=Status.OPEN)
LANE = Q(priority_due_at__isnull=False)
MEASURED = {
    "received": COUNTED,
    "decided": ANSWERED | (COUNTED & Q(breached_at__isnull=False)),
    "in_time": ANSWERED & Q(responded_at__lte=F("due_at"), breached_at=None),
    "closed_late": Q(status=Status.CLOSED, responded_at=None, closed_at__gt=F("due_at")),
    "open": OPEN,
    "open_late": OPEN & Q(breached_at__isnull=False),
    "lane": LANE,
    "lane_decided": LANE & (Q(priority_acted_at__isnull=False) | Q(priority_breached_at__isnull=False)),
    "lane_in_time": LANE & Q(priority_acted_at__lte=F("priority_due_at"), priority_breached_at=None),
    "answered": ANSWERED,
}
UPTO = {
    f"upto_{at}": ANSWERED & Q(responded_at__lte=F("received_at") + bound) for at, bound in enumerate(buckets.BOUNDS)
}

Row = tuple[int, ...]  # the values of COLUMNS


def run() -> int:
    """Count the marked days again, and leave the sign of it. Returns how many days of accounts were."""
    counted = count()
    Heartbeat.objects.filter(name=NAME).update(at=clock.now())
    return counted


def count() -> int:
    """As `run`, without the sign, which the caller leaves under NAME. Safe beside another, and to be killed.

    The first time, and after a change of the school's time zone, that is every day there is. What is marked
    meanwhile is left for the next time, so that a long import does not keep this busy for as long.
    """
    if not Heartbeat.objects.filter(name=NAME, note=school_zone().key).exists():
        mark_all()
    counted = 0
    newest = Recount.objects.aggregate(newest=Max("pk"))["newest"]
    if newest is not None:
        marks = Recount.objects.filter(pk__lte=newest)
        while (account := marks.order_by("account").values_list("account", flat=True).first()) is not None:
            counted += len(_take(account, newest))
    return counted


def last_counted() -> datetime | None:
    """When all that was marked had last been counted; None until every comment was for the first time."""
    return Heartbeat.objects.filter(name=NAME).values_list("at", flat=True).first()


def mark_all() -> None:
    """Mark every day there is, once for each time zone that the school has."""
    Heartbeat.objects.get_or_create(name=NAME)
    with transaction.atomic(durable=True):
        job = Heartbeat.objects.select_for_update().get(name=NAME)
        zone = school_zone()
        if job.note == zone.key:
            return  # somebody was quicker
        marks = [Recount(account_id=account, day=day) for account, days in _all_days(zone).items() for day in days]
        Recount.objects.bulk_create(marks, batch_size=1000)
        job.note = zone.key
        job.save(update_fields=["note"])


@dataclass
class Compared:
    """`wrong` names the days of each account (by id) that stood otherwise than they were counted, and are mended."""

    accounts: int = 0
    days: int = 0
    wrong: dict[int, list[date]] = field(default_factory=dict)


def compare_all() -> Compared:
    """Count every day again, marked or not, and mend what is wrong."""
    found = _all_days(school_zone())
    result = Compared(len(found), sum(map(len, found.values())))
    for account, days in found.items():
        for start in range(0, len(days), DAYS):
            with transaction.atomic(durable=True):
                Heartbeat.objects.select_for_update().get(name=NAME)
                some = days[start : start + DAYS]
                wrong = _write(account, some, _count(account, some, school_zone()))
            if wrong:
                result.wrong.setdefault(account, []).extend(wrong)
    return result


def _all_days(zone: ZoneInfo) -> dict[int, list[date]]:
    """By account, the days that have items or rollups. Two queries."""
    of_items = Item.objects.order_by().annotate(local_day=TruncDate("received_at", tzinfo=zone))
    found = set(of_items.values_list("account", "local_day").distinct())
    found |= set(Rollup.objects.order_by().values_list("account", "day").distinct())
    days: dict[int, list[date]] = {}
    for account, day in sorted(found):
        days.setdefault(account, []).append(day)
    return days


def _take(account: int, newest: int) -> list[date]:
    """Count some of the account's marked days in one transaction. Returns them: none where another was quicker."""
    with transaction.atomic(durable=True):
        Heartbeat.objects.select_for_update().get(name=NAME)
        marks = Recount.objects.filter(account=account, pk__lte=newest)
        days = list(marks.order_by("day").values_list("day", flat=True).distinct()[:DAYS])
        if days:
            marks.filter(day__in=days).delete()  # before the items are counted: see above
            _write(account, days, _count(account, days, school_zone()))
        return days


def _count(account: int, days: Sequence[date], zone: ZoneInfo) -> dict[tuple[date, int], Row]:
    """The counts of each local hour of these days that has any, straight from the items. One query."""
    received = Q()
    for first, last in _stretches(days):
        received |= Q(received_at__gte=_midnight(first, zone), received_at__lt=_midnight(last + ONE_DAY, zone))
    hours = (
        Item.objects.filter(received, account=account, in_figures=True)
        .order_by()
        .annotate(local_day=TruncDate("received_at", tzinfo=zone), local_hour=ExtractHour("received_at", tzinfo=zone))
        .values_list("local_day", "local_hour")
        .annotate(**{name: Count("pk", filter=which) for name, which in {**MEASURED, **UPTO}.items()})
    )
    return {(day, hour): _row(numbers) for day, hour, *numbers in hours}


def _row(numbers: Sequence[int]) -> Row:
    """The values of COLUMNS, from those of MEASURED and UPTO."""
    n = dict(zip(MEASURED, numbers, strict=False))
    return (
        *(n["received"], n["in_time"], n["decided"] - n["in_time"], n["closed_late"], n["open"], n["open_late"]),
        *(n["lane"], n["lane_in_time"], n["lane_decided"] - n["lane_in_time"]),
        *buckets.from_cumulated(numbers[len(MEASURED) :], n["answered"]),
    )


def _write(account: int, days: Sequence[date], counts: dict[tuple[date, int], Row]) -> list[date]:
    """Make the rollups of these days what was counted, in 3 queries at most. Returns the days that were not yet."""
    stored = Rollup.objects.filter(account=account, day__in=days)
    known = {(day, hour): (pk, row) for pk, day, hour, *row in stored.values_list("pk", "day", "hour", *COLUMNS)}
    counts = {place: row for place, row in counts.items() if any(row)}
    wrong = {place for place, (_, row) in known.items() if counts.get(place) != tuple(row)}
    if wrong:
        Rollup.objects.filter(pk__in=[known[place][0] for place in wrong]).delete()
    fresh = [place for place in counts if place not in known or place in wrong]
    Rollup.objects.bulk_create(
        [
            Rollup(account_id=account, day=day, hour=hour, **dict(zip(COLUMNS, counts[day, hour], strict=True)))
            for day, hour in fresh
        ],
        batch_size=1000,
    )
    return sorted({day for day, _ in wrong.union(fresh)})


def _stretches(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days that follow each other as one, from the first to the last."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == ONE_DAY:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
