"""The charts that the server draws: lengths as the attributes of an SVG, shades as classes, no style of their own.

Widths are shares of the page's, heights are pixels, so that the words in it are as large on a phone as on a desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from moderation.figures.buckets import BUCKETS, Bucket
from moderation.figures.numbers import Figures, OfWeek, Tally

HEIGHT = 180  # pixels, of the tallest bar
TOP = 26  # above it, for its number
BOTTOM = 26  # below, for the dates
MOST_LABELS = 6  # as many dates as a phone has room for
MOST_NUMBERS = 6  # bars that carry their number
GAP = 0.22  # of a bar's place
SHADES = 5  # of a heat map, beside none
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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
    most = max((week.tally.share.decided for week in weeks), default=0)
    step = -(-len(weeks) // MOST_LABELS)
    bars = [_bar(week, at, len(weeks), most, step) for at, week in enumerate(weeks)]
    return Chart(bars, most, numbered=len(weeks) <= MOST_NUMBERS)


def _bar(week: OfWeek, at: int, number: int, most: int, step: int) -> Bar:
    place = 100 / number
    share = week.tally.share
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


@dataclass(frozen=True)
class Cell:
    """One hour of one weekday; `shade` goes from 0 to SHADES."""

    number: int
    shade: int


@dataclass(frozen=True)
class Hour:
    hour: str
    cells: list[Cell]

    @property
    def row(self) -> SafeString:
        """The cells as they stand in the table: numbers only. A template takes ten times as long over 168 of them."""
        cells = (f'<td class="heat-{cell.shade:d}">{cell.number:d}</td>' for cell in self.cells)
        return mark_safe("".join(cells))  # noqa: S308


@dataclass(frozen=True)
class HeatMap:
    """From the first hour of the day that has anything to the last, for Monday to Sunday."""

    hours: list[Hour]
    most: int
    busiest: str
    weekdays: tuple[str, ...] = WEEKDAYS


def by_hour(figures: Figures, *, late: bool) -> HeatMap:
    """When comments come in, or, with `late`, when those came in that were answered late or not yet."""
    numbers = {place: both[late] for place, both in figures.by_hour.items() if both[late]}
    most = max(numbers.values(), default=0)
    used = [hour for _, hour in numbers]
    hours = (
        [
            Hour(
                _hour(hour),
                [_cell(numbers.get((weekday, hour), 0), most) for weekday in range(1, 8)],
            )
            for hour in range(min(used), max(used) + 1)
        ]
        if used
        else []
    )
    return HeatMap(hours, most, _busiest(numbers))


def _cell(number: int, most: int) -> Cell:
    return Cell(number, -(-number * SHADES // most) if number else 0)


def _busiest(numbers: dict[tuple[int, int], int]) -> str:
    if not numbers:
        return ""
    weekday, hour = max(sorted(numbers), key=lambda place: numbers[place])
    return f"{WEEKDAYS[weekday - 1]} from {_hour(hour)} to {_hour((hour + 1) % 24)}"


def _hour(hour: int) -> str:
    if hour in (0, 12):
        return "midday" if hour else "midnight"
    return f"{hour % 12} {'am' if hour < 12 else 'pm'}"


@dataclass(frozen=True)
class Took:
    """One step of the response times: how many, and the length of its bar beside the longest."""

    bucket: Bucket
    number: int
    width: str
    share: str
    so_far: str


def by_time(tally: Tally) -> list[Took]:
    """How many responses took how long."""
    answered, most, so_far, steps = sum(tally.took), max(tally.took), 0, []
    for bucket, number in zip(BUCKETS, tally.took, strict=True):
        so_far += number
        steps.append(
            Took(bucket, number, _percent(100 * number / (most or 1)), _of(number, answered), _of(so_far, answered))
        )
    return steps


def _of(number: int, whole: int) -> str:
    return f"{number * 100 // whole} %" if whole else "–"


def _percent(value: float) -> str:
    return f"{value:.3f}%"
