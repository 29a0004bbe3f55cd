"""The figures as the rows of a file: one line for each number's owner, so that a spreadsheet can sort and filter."""

from collections.abc import Iterator, Sequence

from core import times
from moderation.figures.buckets import BUCKETS
from moderation.figures.charts import WEEKDAYS
from moderation.figures.numbers import Figures, Tally

HEADER = (
    *("What", "Which", "Comments received", "Answered or due by now", "In time", "Late", "Share in time"),
    *("Closed late, needing no response", "Half were answered"),
    *("Came into the priority lane", "Priority lane: in time", "Priority lane: late", "Open now", "Late now"),
    *(f"First response: {bucket.words}" for bucket in BUCKETS),
)
ALL, ACCOUNT, PLATFORM, WEEK, HOUR, COUNTED = (
    *("All", "Account", "Platform"),
    *("Week from", "Weekday and hour", "Counted at"),
)


def rows(figures: Figures, about: str) -> Iterator[list[object]]:
    """The line of all, then by account, platform, week, and hour of the weekday. A cell that has no sense is empty."""
    at_present = [figures.open_now, figures.late_now]
    yield _row(ALL, f"{about}, received {figures.period.words}", figures.total, at_present)
    for account in figures.by_account:
        yield _row(ACCOUNT, account.account.label, account.tally, [account.open_now, account.late_now])
    for platform in figures.by_platform:
        yield _row(PLATFORM, platform.label, platform.tally, [platform.open_now, platform.late_now])
    for week in figures.by_week:
        yield _row(WEEK, week.monday.isoformat(), week.tally, ["", ""])
    if figures.weeks_left_out:
        yield [WEEK, f"{figures.weeks_left_out} weeks before, not listed", *[""] * (len(HEADER) - 2)]
    for (weekday, hour), (received, late) in sorted(figures.by_hour.items()):
        row: list[object] = [HOUR, f"{WEEKDAYS[weekday - 1]} {hour:02}:00", received, "", "", late]
        yield row + [""] * (len(HEADER) - len(row))
    counted = times.exact(figures.counted_at) if figures.counted_at else "not yet"
    yield [COUNTED, counted, *[""] * (len(HEADER) - 2)]


def _row(part: str, of: str, tally: Tally, at_present: Sequence[object]) -> list[object]:
    share, lane = tally.share, tally.lane_share
    half = tally.half.within if tally.half else ""
    # A spreadsheet takes "97.8%" for a number, which it would not do with a space in it.
    percent = share.percent.replace(" ", "") if share.decided else ""
    return [
        *(part, of, tally.received, share.decided, share.in_time, share.late, percent, tally.closed_late, half),
        *(tally.lane, lane.in_time, lane.late, *at_present, *tally.took),
    ]
