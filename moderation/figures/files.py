"""The figures as the rows of a file: one line for each number's owner, so that a spreadsheet can sort and filter."""

from collections.abc import Iterator, Sequence

from core import times
from moderation.figures.buckets import BUCKETS
from moderation.figures.charts import WEEKDAYS
from moderation.figures.numbers import Figures, Tally

HEADER = (
    *("part", "of", "received", "decided", "in time", "late", "share in time", "closed late", "half were answered"),
    *("priority lane", "priority in time", "priority late", "open now", "late now"),
    *(f"answered {bucket.words}" for bucket in BUCKETS),
)


def rows(figures: Figures, about: str) -> Iterator[list[object]]:
    """The line of all, then by account, platform, week, and hour of the weekday. A cell that has no sense is empty."""
    at_present = [figures.open_now, figures.late_now]
    yield _row("all", f"{about}, received {figures.period.words}", figures.total, at_present)
    for account in figures.by_account:
        yield _row("account", account.account.label, account.tally, [account.open_now, account.late_now])
    for platform in figures.by_platform:
        yield _row("platform", platform.label, platform.tally, [platform.open_now, platform.late_now])
    for week in figures.by_week:
        yield _row("week", week.monday.isoformat(), week.tally, ["", ""])
    if figures.weeks_left_out:
        yield ["week", f"{figures.weeks_left_out} weeks before, not listed", *[""] * (len(HEADER) - 2)]
    for (weekday, hour), (received, late) in sorted(figures.by_hour.items()):
        row: list[object] = ["hour", f"{WEEKDAYS[weekday - 1]} {hour:02}:00", received, "", "", late]
        yield row + [""] * (len(HEADER) - len(row))
    counted = times.exact(figures.counted_at) if figures.counted_at else "not yet"
    yield ["counted at", counted, *[""] * (len(HEADER) - 2)]


def _row(part: str, of: str, tally: Tally, at_present: Sequence[object]) -> list[object]:
    share, lane = tally.share, tally.lane_share
    half = tally.half.within if tally.half else ""
    return [
        *(part, of, tally.received, share.decided, share.in_time, share.late, share.percent, tally.closed_late, half),
        *(tally.lane, lane.in_time, lane.late, *at_present, *tally.took),
    ]
