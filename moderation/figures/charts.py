"""The geometry of a chart that the server draws: lengths as the attributes of an SVG, no style of its own.

Widths are shares of the page's, heights are pixels, so that the words in it are as large on a phone as on a desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.figures.numbers import OfWeek

HEIGHT = 180  # pixels, of the tallest bar
TOP = 26  # above it, for its number
BOTTOM = 26  # below, for the dates
MOST_LABELS = 6  # as many dates as a phone has room for
MOST_NUMBERS = 6  # bars that carry their number
GAP = 0.22  # of a bar's place


@dataclass(frozen=True)
class Bar:
    """One week: the part in time from the ground up, the late part on top of it."""

    week: OfWeek
    x: str
    width: str
    middle: str
    in_time_y: float
    in_time_height: float
    late_y: float
    late_height: float
    label: str
    number: str


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    most: int
    numbered: bool
    height: int = TOP + HEIGHT + BOTTOM
    ground: int = TOP + HEIGHT
    top: int = TOP
    foot: int = TOP + HEIGHT + BOTTOM - 6


def by_week(weeks: Sequence[OfWeek]) -> Chart:
    """How many items of each week were answered in time, and how many late."""
    most = max((week.share.decided for week in weeks), default=0)
    step = -(-len(weeks) // MOST_LABELS)
    bars = [_bar(week, at, len(weeks), most, step) for at, week in enumerate(weeks)]
    return Chart(bars, most, numbered=len(weeks) <= MOST_NUMBERS)


def _bar(week: OfWeek, at: int, number: int, most: int, step: int) -> Bar:
    place = 100 / number
    share = week.share
    unit = HEIGHT / most if most else 0
    in_time, late = share.in_time * unit, share.late * unit
    from_the_end = number - 1 - at  # so that the present week always has its date
    return Bar(
        week=week,
        x=_percent(place * (at + GAP / 2)),
        width=_percent(place * (1 - GAP)),
        middle=_percent(place * (at + 0.5)),
        in_time_y=round(TOP + HEIGHT - in_time, 1),
        in_time_height=round(in_time, 1),
        late_y=round(TOP + HEIGHT - in_time - late, 1),
        late_height=round(late, 1),
        label=f"{week.monday.day} {week.monday:%b}" if from_the_end % step == 0 else "",
        number=share.percent if share.decided and number <= MOST_NUMBERS else "",
    )


def _percent(value: float) -> str:
    return f"{value:.3f}%"
