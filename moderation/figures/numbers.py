"""The SLA figures, from the stored columns of items: what is counted in which number, said once, here.

`counted` items (`ItemQuerySet.counted`): in the figures, that is received since the account is monitored; not closed as
needing no response before any was given; and, taken back by their author, only if they were late by then.

- **decided**, the denominator of every share: counted items received in the period that have been answered, or whose
  due time has passed. One that is open and not due yet can still go either way, and is in no share.
- **in time**: decided, answered at or before the due time, and never recorded as a breach.
- **late**: decided and not in time. So a breach stays late when it is answered afterwards.
- **closed late**: closed as needing no response, without one, after it was due. Beside the share, not in it.
- **median**: of the elapsed time from received to the first response, over the counted items of the period with one.
- **open now** and **late now**: in the figures and without a response at this moment, whenever received.

A period goes by the day, in the school's time zone, on which an item was received.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Window
from django.db.models.functions import RowNumber, TruncWeek

from accounts.models import Account
from core import clock
from moderation.models import Item, ItemQuerySet

WEEK = timedelta(days=7)
LATE_SHOWN = 10
MOST_WEEKS = 60  # in the chart and its table: a year and a little


@dataclass(frozen=True)
class Period:
    """Days of the school, the last one included; None leaves an end open. `words` complete "answered in time …"."""

    words: str
    first: date | None = None
    last: date | None = None

    def of(self, items: ItemQuerySet, zone: ZoneInfo) -> ItemQuerySet:
        """Those of `items` that were received in it."""
        if self.first is not None:
            items = items.filter(received_at__gte=_midnight(self.first, zone))
        if self.last is not None:
            items = items.filter(received_at__lt=_midnight(self.last + timedelta(days=1), zone))
        return items


@dataclass(frozen=True)
class Share:
    """How many were decided, and how many of them in time."""

    decided: int = 0
    in_time: int = 0

    @property
    def late(self) -> int:
        return self.decided - self.in_time

    @property
    def fraction(self) -> float:
        """From 0 to 1; of nothing it is 0."""
        return self.in_time / self.decided if self.decided else 0.0

    @property
    def percent(self) -> str:
        """Such as "97.8 %", rounded down, so that only all of them are 100 %; "–" of nothing."""
        if not self.decided:
            return "–"
        thousandths = self.in_time * 1000 // self.decided
        return f"{thousandths / 10:.1f} %" if 0 < self.in_time < self.decided else f"{thousandths // 10} %"


@dataclass(frozen=True)
class OfAccount:
    """The figures of one account."""

    account: Account
    share: Share = Share()
    median: timedelta | None = None
    open_now: int = 0
    late_now: int = 0
    closed_late: int = 0


@dataclass(frozen=True)
class OfWeek:
    """The figures of the items received in the week that begins on `monday`."""

    monday: date
    share: Share = Share()


@dataclass(frozen=True)
class Figures:
    """`late_list`: the longest late first, at most LATE_SHOWN of them. `weeks_left_out`: older than the chart shows."""

    period: Period
    at: datetime
    share: Share
    median: timedelta | None
    open_now: int
    late_now: int
    closed_late: int
    by_account: list[OfAccount]
    by_week: list[OfWeek]
    weeks_left_out: int
    late_list: list[Item]


def figures(accounts: Iterable[Account], period: Period, zone: ZoneInfo) -> Figures:
    """All the numbers of the page, for these accounts. Seven queries, however many accounts, weeks and items."""
    known, now = list(accounts), clock.now()
    items = Item.objects.filter(account__in=known)
    received = period.of(items, zone)
    by_account = _by_account(known, items, received, now)
    by_week, left_out = _by_week(received.counted(), period, now, zone)
    late = items.late(now).select_related("account", "claimed_by").order_by("due_at", "pk")
    return Figures(
        period=period,
        at=now,
        share=Share(
            sum(row.share.decided for row in by_account),
            sum(row.share.in_time for row in by_account),
        ),
        median=_medians(received.counted(), by_account=False).get(None),
        open_now=sum(row.open_now for row in by_account),
        late_now=sum(row.late_now for row in by_account),
        closed_late=sum(row.closed_late for row in by_account),
        by_account=by_account,
        by_week=by_week,
        weeks_left_out=left_out,
        late_list=list(late[:LATE_SHOWN]),
    )


def _by_account(
    accounts: Sequence[Account], items: ItemQuerySet, received: ItemQuerySet, now: datetime
) -> list[OfAccount]:
    shares = {row["account"]: row for row in _grouped(received.counted(), "account", **_outcomes(now))}
    closed_late = {row["account"]: row["n"] for row in _grouped(received.late_closures(), "account", n=Count("pk"))}
    unanswered = items.unanswered().filter(in_figures=True)
    at_present = {
        row["account"]: row
        for row in _grouped(unanswered, "account", n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    }
    medians = _medians(received.counted(), by_account=True)
    nothing = {"decided": 0, "in_time": 0, "n": 0, "late": 0}
    return [
        OfAccount(
            account=account,
            share=_share(shares.get(account.pk, nothing)),
            median=medians.get(account.pk),
            open_now=at_present.get(account.pk, nothing)["n"],
            late_now=at_present.get(account.pk, nothing)["late"],
            closed_late=closed_late.get(account.pk, 0),
        )
        for account in accounts
    ]


def _by_week(counted: ItemQuerySet, period: Period, now: datetime, zone: ZoneInfo) -> tuple[list[OfWeek], int]:
    """Week by week without gaps, the latest MOST_WEEKS of them; and how many older ones are left out."""
    week = counted.annotate(week=TruncWeek("received_at", tzinfo=zone))
    shares = {row["week"].astimezone(zone).date(): _share(row) for row in _grouped(week, "week", **_outcomes(now))}
    today = now.astimezone(zone).date()
    end = monday_of(min(period.last or today, today))
    start = monday_of(period.first) if period.first else min(shares, default=end)
    number = max((end - start) // WEEK + 1, 0)
    shown = min(number, MOST_WEEKS)
    mondays = [end - WEEK * back for back in reversed(range(shown))]
    return [OfWeek(monday, shares.get(monday, Share())) for monday in mondays], number - shown


def _outcomes(now: datetime) -> dict[str, Count]:
    """The columns `decided` and `in_time`, over counted items."""
    answered = Q(responded_at__isnull=False)
    return {
        "decided": Count("pk", filter=answered | Q(breached_at__isnull=False) | Q(due_at__lt=now)),
        "in_time": Count("pk", filter=answered & Q(responded_at__lte=F("due_at"), breached_at=None)),
    }


def _share(row: Mapping[str, Any]) -> Share:
    return Share(row["decided"], row["in_time"])


def _grouped(items: ItemQuerySet, by: str, **columns: Count) -> Iterable[dict[str, Any]]:
    rows: Iterable[dict[str, Any]] = items.order_by().values(by).annotate(**columns)
    return rows


def _medians(counted: ItemQuerySet, *, by_account: bool) -> dict[int | None, timedelta]:
    """The median time to the first response: of each account by its id, or of all under None.

    The middle rows are found by the database, on either kind, so that no more than two a group are fetched.
    """
    group = [F("account")] if by_account else None
    took = ExpressionWrapper(F("responded_at") - F("received_at"), DurationField())
    middle = (
        counted.filter(responded_at__isnull=False)
        .annotate(took=took)
        .annotate(
            place=Window(RowNumber(), partition_by=group, order_by=[F("took").asc(), F("pk").asc()]),
            of=Window(Count("pk"), partition_by=group),
        )
        .filter(place__gte=F("of") / 2.0, place__lte=F("of") / 2.0 + 1)
        .order_by()
        .values_list("account", "took")
    )
    found: defaultdict[int | None, list[timedelta]] = defaultdict(list)
    for account, time_taken in middle:
        found[account if by_account else None].append(time_taken)
    return {account: sum(times, timedelta()) / len(times) for account, times in found.items()}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
