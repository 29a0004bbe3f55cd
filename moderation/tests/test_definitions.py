"""The definitions page says what the clock does, under the readings that the school has chosen."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string

from core.worktime import Calendar
from moderation.clock_rules import SchoolClock
from moderation.definitions import definitions
from moderation.sla import Readings, Rule
from school.models import BankHolidayReading, DayEndReading, FridayReading

LONDON = ZoneInfo("Europe/London")
TODAY = date(2026, 11, 18)
BY_DEFAULT = SchoolClock(Calendar(), LONDON)
OTHERWISE = SchoolClock(
    Calendar(frozenset({date(2026, 11, 23)})),
    LONDON,
    Readings(FridayReading.FROM_17, BankHolidayReading.WEEKEND, DayEndReading.AT_17),
)


def test_each_question_has_one_default_and_one_choice_in_force():
    for clock, in_force_is_default in ((BY_DEFAULT, True), (OTHERWISE, False)):
        shown = definitions(clock, TODAY)
        assert len(shown.questions) == 3
        for question in shown.questions:
            assert sum(choice.is_default for choice in question.choices) == 1
            (in_force,) = (choice for choice in question.choices if choice.is_in_force)
            assert in_force.is_default is in_force_is_default


def test_the_examples_are_counted_by_the_clock_itself():
    plain, friday, saturday, bank_holiday = definitions(BY_DEFAULT, TODAY).examples
    assert plain.due.at == datetime(2026, 11, 19, 9, 30, tzinfo=UTC)
    assert friday.due.rule is Rule.HOURS_24
    assert saturday.due.at == datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)
    assert bank_holiday.received_at.date() == date(2026, 12, 25)
    assert bank_holiday.due.rule is Rule.HOURS_24


def test_the_examples_follow_the_readings_and_the_schools_days_off():
    plain, friday, saturday, bank_holiday = definitions(OTHERWISE, TODAY).examples
    assert plain.due.rule is Rule.HOURS_24
    assert friday.due.rule is Rule.FRIDAY_EVENING
    assert saturday.due.at == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    assert bank_holiday.due.rule is Rule.BANK_HOLIDAY


def test_the_coming_days_off_are_listed_with_what_they_are():
    named = {off.day: off.name for off in definitions(OTHERWISE, TODAY).days_off}
    assert named[date(2026, 11, 23)] == "Day off at school"
    assert named[date(2026, 12, 28)] == "Boxing Day (substitute day)"
    assert date(2026, 12, 26) not in named  # a Saturday is the weekend in any case
    assert len(named) == 9


def test_days_beyond_the_published_list_are_marked():
    assert not any(off.provisional for off in definitions(BY_DEFAULT, TODAY).days_off)
    assert all(off.provisional for off in definitions(BY_DEFAULT, date(2029, 1, 1)).days_off)


def test_the_template_shows_rules_readings_examples_and_days():
    page = render_to_string("moderation/definitions.html", {"definitions": definitions(OTHERWISE, TODAY)})
    for words in (
        "The first time that the school says",
        "This is how we count now",
        "Tuesday 24 November",
        "Good Friday",
    ):
        assert words in page
