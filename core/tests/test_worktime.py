"""Working days, against the list that GOV.UK publishes and against the days that people remember."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from core import worktime
from core.worktime import Calendar

LONDON = ZoneInfo("Europe/London")
# The package's own copy of GOV.UK's list, by division: its default is the days common to the whole United Kingdom,
# which leaves out Easter Monday and the August bank holiday.
PUBLISHED = {
    holiday["date"]
    for holiday in BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
}
PUBLISHED_YEARS = range(min(PUBLISHED).year, max(PUBLISHED).year + 1)


@pytest.mark.parametrize("year", PUBLISHED_YEARS)
def test_the_weekdays_off_are_exactly_those_that_gov_uk_publishes(year):
    # GOV.UK gives a holiday that falls on a weekend by its substitute day alone.
    ours = {day for day in worktime.bank_holidays(year) if not worktime.is_weekend(day)}
    assert ours == {day for day in PUBLISHED if day.year == year}


def test_what_we_call_published_ends_where_gov_uks_list_ends():
    assert date(PUBLISHED_YEARS[-1], 12, 31) == worktime.PUBLISHED_UNTIL
    assert not worktime.is_provisional(date(2028, 12, 31))
    assert worktime.is_provisional(date(2029, 1, 1))


def test_six_months_before_the_list_ends_it_is_time_to_warn():
    assert not worktime.published_list_ends_soon(date(2028, 7, 1))
    assert worktime.published_list_ends_soon(date(2028, 7, 2))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2023, 5, 8), "the King's coronation, once only"),
        (date(2022, 9, 19), "the Queen's state funeral, once only"),
        (date(2022, 6, 2), "the spring bank holiday, moved to a Thursday"),
        (date(2022, 6, 3), "the Platinum Jubilee, once only"),
        (date(2020, 5, 8), "the early May bank holiday, moved to VE Day"),
        (date(2026, 12, 28), "the substitute for Boxing Day on a Saturday"),
        (date(2027, 12, 27), "the substitute for Christmas Day on a Saturday"),
        (date(2027, 12, 28), "the substitute for Boxing Day on a Sunday"),
        (date(2028, 1, 3), "the substitute for New Year's Day on a Saturday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 8, 31), "the late August bank holiday"),
    ],
)
def test_a_bank_holiday_of_england_is_no_working_day(day, why):
    assert worktime.is_bank_holiday(day), why
    assert not Calendar().is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 3, 17), "St Patrick's Day is one in Northern Ireland only"),
        (date(2026, 8, 3), "early August is one in Scotland only"),
        (date(2026, 1, 2), "2 January is one in Scotland only"),
        (date(2022, 5, 30), "the last Monday of May, when its bank holiday had moved"),
        (date(2020, 5, 4), "the first Monday of May, when its bank holiday had moved"),
        (date(2026, 10, 28), "half-term: the policy monitors through school holidays"),
    ],
)
def test_these_are_working_days(day, why):
    assert Calendar().is_working_day(day), why


def test_the_schools_own_days_off_are_no_working_days():
    calendar = Calendar(days_off=frozenset({date(2026, 11, 23)}))
    assert not calendar.is_working_day(date(2026, 11, 23))
    assert Calendar().is_working_day(date(2026, 11, 23))
    assert calendar.next_working_day(after=date(2026, 11, 21)) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("after", "following"),
    [
        (date(2026, 11, 18), date(2026, 11, 19)),  # a Wednesday: the day itself never counts
        (date(2026, 11, 20), date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 4, 2), date(2026, 4, 7)),  # over Easter
        (date(2027, 12, 24), date(2027, 12, 29)),  # Christmas with two substitute days
        (date(2027, 12, 31), date(2028, 1, 4)),  # New Year's Day on a Saturday
        (date(2028, 12, 30), date(2029, 1, 2)),  # beyond the published list
    ],
)
def test_the_next_working_day(after, following):
    assert Calendar().next_working_day(after) == following


def test_a_bank_holiday_has_its_name():
    assert worktime.bank_holidays(2026)[date(2026, 12, 28)] == "Boxing Day (substitute day)"
    assert worktime.bank_holidays(2026)[date(2026, 4, 3)] == "Good Friday"


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 11, 23), datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)),
        (date(2026, 6, 8), datetime(2026, 6, 8, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)),  # a day of 23 hours
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)),  # a day of 25 hours
    ],
)
def test_a_day_ends_with_its_last_local_second(day, end):
    assert worktime.end_of_day(day, LONDON) == end
    assert (end + timedelta(seconds=1)).astimezone(LONDON).date() == day + timedelta(days=1)


def test_a_day_may_end_earlier():
    assert worktime.end_of_day(date(2026, 6, 8), LONDON, time(17)) == datetime(2026, 6, 8, 16, 0, tzinfo=UTC)


def test_where_the_clocks_go_back_at_midnight_the_day_ends_the_second_time():
    cairo = ZoneInfo("Africa/Cairo")  # Thursday 30 October 2025: 23:59:59, then 23:00 again
    end = worktime.end_of_day(date(2025, 10, 30), cairo)
    assert end == datetime(2025, 10, 30, 21, 59, 59, tzinfo=UTC)
    assert (end + timedelta(seconds=1)).astimezone(cairo).date() == date(2025, 10, 31)
