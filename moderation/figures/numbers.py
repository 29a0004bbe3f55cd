"""The SLA figures, added up from the rollups: nothing here reads the items but for what is open at this moment.

What each number counts is decided in moderation.figures.recounting and said in moderation.figures.definitions. A period
goes by the day, in the school's time zone, on which an item was received.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractIsoWeekDay, TruncWeek

from accounts.models import Account, Platform
from core import clock
from moderation.figures import buckets
from moderation.figures.lateness import LateItem, late_list
from moderation.figures.recounting import COLUMNS, MEASURES, last_counted
from moderation.models import Item, Rollup
from moderation.states import Status

WEEK = timedelta(days=7)
MOST_WEEKS = 60  # in the chart and its table: a year and a little
COUNTED_LIVE = 1000  # open items; of more the rollups know, as of the last minute


@dataclass(frozen=True)
class Period:
    """Days of the school, the last one included; None leaves an end open. `words` complete "answered in time …"."""

    words: str
    first: date | None = None
    last: date | None = None

    def of(self, rollups: QuerySet[Rollup]) -> QuerySet[Rollup]:
        """Those of `rollups` that are of its days."""
        if self.first is not None:
            rollups = rollups.filter(day__gte=self.first)
        if self.last is not None:
            rollups = rollups.filter(day__lte=self.last)
        return rollups


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
    def bar(self) -> str:
        """The length of its bar."""
        return f"{self.fraction:.1%}"

    @property
    def percent(self) -> str:
        """Such as "97.8 %", rounded down, so that only all of them are 100 %; "–" of nothing."""
        if not self.decided:
            return "–"
        thousandths = self.in_time * 1000 // self.decided
        return f"{thousandths / 10:.1f} %" if 0 < self.in_time < self.decided else f"{thousandths // 10} %"


@dataclass(frozen=True)
class Tally:
    """What the rollups of some hours add up to; `took` has a number for each of the buckets."""

    received: int = 0
    share: Share = Share()
    closed_late: int = 0
    lane: int = 0
    lane_share: Share = Share()
    took: tuple[int, ...] = (0,) * len(buckets.BUCKETS)

    @property
    def undecided(self) -> int:
        """Open, and not due when they were counted: in no share, because they can still go either way."""
        return self.received - self.share.decided

    @property
    def half(self) -> buckets.Bucket | None:
        """Within which time half of those answered had their answer; None where none was."""
        return buckets.half(self.took)


@dataclass(frozen=True)
class OfAccount:
    """The figures of one account."""

    account: Account
    tally: Tally = Tally()
    open_now: int = 0
    late_now: int = 0


@dataclass(frozen=True)
class OfPlatform:
    """The figures of all accounts on one platform."""

    platform: str
    label: str
    tally: Tally = Tally()
    open_now: int = 0
    late_now: int = 0


@dataclass(frozen=True)
class OfWeek:
    """The figures of the items received in the week that begins on `monday`."""

    monday: date
    tally: Tally = Tally()


@dataclass(frozen=True)
class Figures:
    """`late_list`: the longest late first, a few of them. `weeks_left_out`: older than the chart shows.

    `by_hour`: how many were received and how many of them are late, by day of the week (Monday is 1) and local hour.
    `counted_at` is when the rollups had last been brought up to date; None before they ever were.
    """

    period: Period
    at: datetime
    counted_at: datetime | None
    total: Tally
    open_now: int
    late_now: int
    by_account: list[OfAccount]
    by_platform: list[OfPlatform]
    by_week: list[OfWeek]
    weeks_left_out: int
    by_hour: dict[tuple[int, int], tuple[int, int]]
    late_list: list[LateItem]


Numbers = Sequence[int]  # the sums of COLUMNS
NOTHING: Numbers = (0,) * len(COLUMNS)


def figures(accounts: Iterable[Account], period: Period, zone: ZoneInfo) -> Figures:
    """All the numbers of the page, for these accounts. Ten queries at most, however many accounts, weeks and items."""
    known, now = list(accounts), clock.now()
    rollups = period.of(Rollup.objects.filter(account__in=[account.pk for account in known])).order_by()
    sums = _sums(rollups)
    of_account = _added(sums, 0)
    open_now = _open_now(known, now)
    by_account = [
        OfAccount(account, _tally(of_account.get(account.pk, NOTHING)), *open_now.get(account.pk, (0, 0)))
        for account in known
    ]
    by_week, left_out = _by_week({week: _tally(row) for week, row in _added(sums, 1).items()}, period, now, zone)
    return Figures(
        period=period,
        at=now,
        counted_at=last_counted(),
        total=_tally(_total(sums.values())),
        open_now=sum(row.open_now for row in by_account),
        late_now=sum(row.late_now for row in by_account),
        by_account=by_account,
        by_platform=_by_platform(by_account, of_account),
        by_week=by_week,
        weeks_left_out=left_out,
        by_hour=_by_hour(rollups),
        late_list=late_list(known, now),
    )


def _sums(rollups: QuerySet[Rollup]) -> dict[tuple[int, date], Numbers]:
    """The sums of the columns by account and week, the Monday it begins on. One query."""
    rows = rollups.annotate(week=TruncWeek("day")).values_list("account", "week")
    return {(account, week): numbers for account, week, *numbers in rows.annotate(*(Sum(column) for column in COLUMNS))}


def _added(sums: dict[tuple[int, date], Numbers], at: int) -> dict[object, Numbers]:
    """The sums by account (`at` 0) or by week (1)."""
    groups: defaultdict[object, list[Numbers]] = defaultdict(list)
    for key, numbers in sums.items():
        groups[key[at]].append(numbers)
    return {key: _total(rows) for key, rows in groups.items()}


def _total(rows: Iterable[Numbers]) -> Numbers:
    return tuple(map(sum, zip(*rows, strict=True))) or NOTHING


def _tally(numbers: Numbers) -> Tally:
    n = dict(zip(MEASURES, numbers, strict=False))
    return Tally(
        received=n["received"],
        share=Share(n["in_time"] + n["late"], n["in_time"]),
        closed_late=n["closed_late"],
        lane=n["lane"],
        lane_share=Share(n["lane_in_time"] + n["lane_late"], n["lane_in_time"]),
        took=tuple(numbers[len(MEASURES) :]),
    )


def _by_platform(rows: Sequence[OfAccount], of_account: dict[object, Numbers]) -> list[OfPlatform]:
    """Those platforms that an account is on, by their names."""

    def platform(row: OfAccount) -> str:
        return str(row.account.platform)

    found = []
    for name, group in groupby(sorted(rows, key=platform), key=platform):
        own = list(group)
        found.append(
            OfPlatform(
                platform=name,
                label=str(Platform(name).label),
                tally=_tally(_total([of_account.get(row.account.pk, NOTHING) for row in own])),
                open_now=sum(row.open_now for row in own),
                late_now=sum(row.late_now for row in own),
            )
        )
    return sorted(found, key=lambda row: row.label.casefold())


def _by_week(tallies: dict[object, Tally], period: Period, now: datetime, zone: ZoneInfo) -> tuple[list[OfWeek], int]:
    """Week by week without gaps, the latest MOST_WEEKS of them; and how many older ones are left out."""
    weeks = {week: tally for week, tally in tallies.items() if isinstance(week, date)}
    today = now.astimezone(zone).date()
    end = monday_of(min(period.last or today, today))
    start = monday_of(period.first) if period.first else min(weeks, default=end)
    number = max((end - start) // WEEK + 1, 0)
    shown = min(number, MOST_WEEKS)
    mondays = [end - WEEK * back for back in reversed(range(shown))]
    return [OfWeek(monday, weeks.get(monday, Tally())) for monday in mondays], number - shown


def _by_hour(rollups: QuerySet[Rollup]) -> dict[tuple[int, int], tuple[int, int]]:
    rows = rollups.annotate(weekday=ExtractIsoWeekDay("day")).values_list("weekday", "hour")
    return {
        (weekday, hour): (received, late)
        for weekday, hour, received, late in rows.annotate(Sum("received"), Sum("late"))
    }


def _open_now(accounts: Sequence[Account], now: datetime) -> dict[int, tuple[int, int]]:
    """How many items of each account are open, and how many of them late: at this moment where they are not too many

    to look at one by one, else when they were last counted. One query, or two.
    """
    ids = [account.pk for account in accounts]
    waiting = Item.objects.filter(account__in=ids, rank__lte=1, status=Status.OPEN, in_figures=True)
    # In the order of the index, so that no database looks for them among all the finished ones.
    rows = list(waiting.order_by("rank", "due_at", "pk").values_list("account", "due_at")[: COUNTED_LIVE + 1])
    if len(rows) <= COUNTED_LIVE:
        found: defaultdict[int, list[bool]] = defaultdict(list)
        for account, due_at in rows:
            found[account].append(due_at < now)
        return {account: (len(late), sum(late)) for account, late in found.items()}
    counted = Rollup.objects.filter(account__in=ids, open__gt=0).order_by().values_list("account")
    return {account: (is_open, late) for account, is_open, late in counted.annotate(Sum("open"), Sum("open_late"))}


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
