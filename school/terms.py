"""The parts of the school year. Pure: dates in, dates out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from core.worktime import ONE_DAY, Calendar, bank_holidays

FORTNIGHT = timedelta(days=14)
SEPTEMBER = 9


class TermDates(Protocol):
    name: str
    first_day: date
    last_day: date
    break_first: date | None
    break_last: date | None


@dataclass(frozen=True)
class Stretch:
    """A term or a half of one, with the holiday after it, so that no day of the year is left out."""

    name: str
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class UsualTerm:
    """A term as most schools in England have it. Each school decides for itself: a start to change from."""

    name: str
    first_day: date
    last_day: date
    break_first: date
    break_last: date


def school_year_of(day: date) -> int:
    """The year in which the school year of `day` began: a school year begins on 1 September."""
    return day.year if day.month >= SEPTEMBER else day.year - 1


def school_year(begun_in: int) -> tuple[date, date]:
    """The first and the last day of a school year."""
    return date(begun_in, SEPTEMBER, 1), date(begun_in + 1, SEPTEMBER, 1) - ONE_DAY


def terms_with_holidays(terms: Iterable[TermDates]) -> list[Stretch]:
    """Each term from its first day to the day before the next one, in order.

    After the last that is known comes the end of its school year, or of the term where that is later.
    """
    ordered = sorted(terms, key=lambda term: term.first_day)
    return [Stretch(term.name, term.first_day, _until(ordered, at)) for at, term in enumerate(ordered)]


def halves_with_holidays(terms: Iterable[TermDates]) -> list[Stretch]:
    """Each half of a term, in order; a term without a break is one.

    The break belongs to the half before it, with the weekend that follows.
    """
    ordered = sorted(terms, key=lambda term: term.first_day)
    halves = []
    for at, term in enumerate(ordered):
        until = _until(ordered, at)
        if term.break_last is None:
            halves.append(Stretch(term.name, term.first_day, until))
        else:
            again = min(Calendar().next_working_day(after=term.break_last), term.last_day)
            halves.append(Stretch(f"{term.name}, first half", term.first_day, again - ONE_DAY))
            halves.append(Stretch(f"{term.name}, second half", again, until))
    return halves


def _until(ordered: Sequence[TermDates], at: int) -> date:
    term = ordered[at]
    _, end_of_year = school_year(school_year_of(term.first_day))
    if at + 1 < len(ordered):
        following = ordered[at + 1].first_day - ONE_DAY
        # A gap of a whole term is one that nobody has entered: what falls into it is no holiday of this one.
        return min(following, max(end_of_year, term.last_day))
    return max(end_of_year, term.last_day)


def now_and_before(stretches: Sequence[Stretch], today: date) -> tuple[Stretch | None, Stretch | None]:
    """The one that holds today, and the last that ended before it (or before today)."""
    present = next((stretch for stretch in stretches if stretch.holds(today)), None)
    begin = present.first if present else today
    earlier = [stretch for stretch in stretches if stretch.last < begin]
    return present, earlier[-1] if earlier else None


def usual_terms(begun_in: int) -> list[UsualTerm]:
    """The three terms of a school year, by what most councils in England publish."""
    autumn, spring, summer = begun_in, begun_in + 1, begun_in + 1
    easter_holiday = _easter_holiday(spring)
    october = _monday_on_or_before(date(autumn, 10, 31))
    february = _monday_on_or_after(date(spring, 2, 12))
    may = _monday_on_or_before(date(summer, 5, 31))
    return [
        UsualTerm(
            f"Autumn term {autumn}",
            _working_day_from(date(autumn, 9, 2)),
            _working_day_up_to(date(autumn, 12, 20)),
            *_week_of(october),
        ),
        UsualTerm(
            f"Spring term {spring}",
            _working_day_from(date(spring, 1, 4)),
            _working_day_up_to(easter_holiday - ONE_DAY),
            *_week_of(february),
        ),
        UsualTerm(
            f"Summer term {summer}",
            _working_day_from(easter_holiday + FORTNIGHT),
            _working_day_up_to(date(summer, 7, 21)),
            *_week_of(may),
        ),
    ]


def _easter_holiday(year: int) -> date:
    """The Monday on which the two weeks off at Easter begin: that before Easter, from 29 March to 7 April."""
    easter_monday = next(day for day, name in bank_holidays(year).items() if name == "Easter Monday")
    monday = easter_monday - timedelta(days=7)
    earliest, latest = _monday_on_or_after(date(year, 3, 29)), _monday_on_or_before(date(year, 4, 7))
    return min(max(monday, earliest), latest)


def _week_of(monday: date) -> tuple[date, date]:
    """From Monday to Friday."""
    return monday, monday + timedelta(days=4)


def _monday_on_or_before(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _working_day_from(day: date) -> date:
    return Calendar().next_working_day(after=day - ONE_DAY)


def _working_day_up_to(day: date) -> date:
    return Calendar().previous_working_day(before=day + ONE_DAY)
