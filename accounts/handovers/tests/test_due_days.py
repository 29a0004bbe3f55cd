"""By when a handover is to be done: school days, and the reminders before."""

from datetime import date

import pytest

from accounts.handovers.dates import Due, before_leaving, stage_of
from core.worktime import Calendar

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("leaves_on", "due_on"),
    [
        (date(2026, 12, 18), date(2026, 12, 17)),  # a Friday: the day before
        (date(2026, 12, 14), date(2026, 12, 11)),  # a Monday: the Friday before
        (date(2026, 12, 13), date(2026, 12, 11)),  # a Sunday
        (date(2026, 12, 29), date(2026, 12, 24)),  # after Christmas, Boxing Day's substitute and a weekend
        (date(2027, 1, 4), date(2026, 12, 31)),  # after New Year's Day and a weekend
        (date(2027, 3, 30), date(2027, 3, 25)),  # after Easter: Good Friday and Monday do not count
        (date(2026, 11, 19), date(2026, 11, 18)),  # tomorrow: today is still in time
    ],
)
def test_it_is_due_on_the_last_school_day_before_the_last_working_day(leaves_on: date, due_on: date) -> None:
    assert before_leaving(leaves_on, Calendar(), TODAY) == Due(due_on)


def test_the_schools_own_days_off_do_not_count() -> None:
    inset = Calendar(frozenset({date(2026, 12, 17), date(2026, 12, 16)}))
    assert before_leaving(date(2026, 12, 18), inset, TODAY) == Due(date(2026, 12, 15))


@pytest.mark.parametrize("leaves_on", [date(2026, 11, 18), date(2026, 11, 17), date(2026, 10, 1)])
def test_whoever_leaves_today_or_has_left_is_an_emergency_due_today(leaves_on: date) -> None:
    assert before_leaving(leaves_on, Calendar(), TODAY) == Due(TODAY, emergency=True)


def test_on_a_sunday_somebody_who_leaves_on_monday_is_an_emergency() -> None:
    assert before_leaving(date(2026, 11, 23), Calendar(), date(2026, 11, 22)) == Due(date(2026, 11, 22), emergency=True)


@pytest.mark.parametrize(
    ("left", "stage"), [(15, None), (14, 14), (8, 14), (7, 7), (4, 7), (3, 3), (2, 3), (1, 1), (0, 1), (-1, None)]
)
def test_the_reminder_that_stands_is_the_last_one_reached(left: int, stage: int | None) -> None:
    assert stage_of(date.fromordinal(TODAY.toordinal() + left), TODAY) == stage
