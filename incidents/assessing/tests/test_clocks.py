"""When each duty is due, at the edges of a day, a week and a year (I2, I5)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from core.worktime import Calendar
from incidents.states import Clock, ClockStep
from incidents.timing import assess_by, statutory_due, steps
from moderation.clock_rules import SchoolClock

LONDON = ZoneInfo("Europe/London")
# The school is closed on the Monday and Tuesday after the winter holiday, as it has said itself.
SCHOOL = SchoolClock(Calendar(frozenset({date(2027, 1, 4), date(2027, 1, 5)})), LONDON)
ENDS = time(23, 59, 59)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


def end(*parts: int) -> datetime:
    return datetime.combine(date(*parts), ENDS, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("reported", "due"),
    [
        (at(2026, 11, 18, 10), end(2026, 11, 18)),  # a Wednesday morning: the same day
        (at(2026, 11, 18, 15), end(2026, 11, 19)),  # from three in the afternoon: the next working day
        (at(2026, 11, 20, 17, 30), end(2026, 11, 23)),  # Friday evening
        (at(2026, 11, 22, 9), end(2026, 11, 23)),  # Sunday
        (at(2026, 12, 24, 18), end(2026, 12, 29)),  # over Christmas: the 28th stands in for the Saturday
        (at(2026, 12, 31, 18), end(2027, 1, 6)),  # New Year, and two days off of the school's own
        (at(2027, 3, 25, 16), end(2027, 3, 30)),  # Easter: Good Friday and Monday
    ],
)
def test_the_first_assessment_is_due_on_the_schools_same_working_day(reported, due) -> None:
    assert assess_by("offensive", reported, SCHOOL) == due


@pytest.mark.parametrize(
    ("kind", "aware", "due"),
    [
        (Clock.OFFICER, at(2026, 11, 18, 10), end(2026, 11, 19)),
        (Clock.OFFICER, at(2026, 11, 20, 23, 59), end(2026, 11, 23)),  # Friday night
        (Clock.OFFICER, at(2026, 11, 21, 0), end(2026, 11, 23)),  # Saturday
        (Clock.OFFICER, at(2026, 12, 24, 12), end(2026, 12, 29)),  # Christmas Eve
        (Clock.OFFICER, at(2027, 1, 1, 12), end(2027, 1, 4)),  # the school's own days off do not count
        (Clock.OFFICER, at(2026, 8, 27, 12), end(2026, 8, 28)),  # nor do its holidays
        (Clock.REGULATOR, at(2026, 11, 20, 17), at(2026, 11, 23, 17)),  # over a weekend
        (Clock.REGULATOR, at(2026, 12, 24, 12), at(2026, 12, 27, 12)),  # over Christmas
        (Clock.REGULATOR, at(2027, 3, 27, 12), at(2027, 3, 30, 13)),  # the clocks go forward: an hour later by them
        (Clock.REGULATOR, at(2026, 10, 24, 12), at(2026, 10, 27, 11)),  # back: an hour earlier
        (Clock.COMPLAINT, at(2026, 11, 18, 10), end(2026, 12, 18)),
        (Clock.COMPLAINT, at(2026, 9, 30, 23, 30), end(2026, 10, 30)),  # over the change of the clocks
        (Clock.COMPLAINT, at(2027, 1, 30, 10), end(2027, 3, 1)),  # 30 days and no month
    ],
)
def test_what_the_law_asks_for_knows_weekends_and_bank_holidays_alone(kind, aware, due) -> None:
    assert statutory_due(kind, aware, SCHOOL) == due


def test_people_are_told_half_way_in_the_last_quarter_and_when_it_is_over() -> None:
    found = steps(at(2026, 11, 18, 10), at(2026, 11, 18, 14))
    assert found[ClockStep.HALF] == at(2026, 11, 18, 12)
    assert found[ClockStep.QUARTER] == at(2026, 11, 18, 13)
    assert found[ClockStep.LATE] > at(2026, 11, 18, 14)
