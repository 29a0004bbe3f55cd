"""The reply clock: the policy's own cases, every reading of it, and the reasons in words."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.worktime import Calendar
from moderation.sla import Readings, Rule, due, in_time, received
from school.models import BankHolidayReading, DayEndReading, FridayReading

LONDON = ZoneInfo("Europe/London")
CASES = list(csv.DictReader((Path(__file__).parent / "sla_cases.csv").read_text(encoding="utf-8").splitlines()))
DEFAULTS = Readings()
FRIDAY_COUNTS = Readings(friday=FridayReading.FROM_17)
BANK_HOLIDAY_COUNTS = Readings(bank_holiday=BankHolidayReading.WEEKEND)
ENDS_AT_FIVE = Readings(day_end=DayEndReading.AT_17)


def at(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def due_of(text, readings=DEFAULTS, *, off=(), zone=LONDON):
    return due(at(text), Calendar(frozenset(date.fromisoformat(day) for day in off)), zone, readings)


def due_at(text, readings=DEFAULTS, **more):
    return due_of(text, readings, **more).at


# --- The cases that the policy's owner wrote -------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_the_written_cases(case):
    assert due_at(case["received_at"]).isoformat() == case["due_at"], case["why"]


def test_there_are_written_cases():
    assert len(CASES) == 22


# --- The three readings ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received_at", "due_by", "rule"),
    [
        ("2026-11-20T16:59:59.999999+00:00", "2026-11-21T16:59:59.999999+00:00", Rule.HOURS_24),
        ("2026-11-20T17:00:00+00:00", "2026-11-23T23:59:59+00:00", Rule.FRIDAY_EVENING),
        ("2026-11-20T23:59:59+00:00", "2026-11-23T23:59:59+00:00", Rule.FRIDAY_EVENING),
        ("2026-06-05T15:59:59+00:00", "2026-06-06T15:59:59+00:00", Rule.HOURS_24),  # 4:59 pm in summer
        ("2026-06-05T16:00:00+00:00", "2026-06-08T22:59:59+00:00", Rule.FRIDAY_EVENING),  # 5 pm in summer
        ("2026-11-19T18:00:00+00:00", "2026-11-20T18:00:00+00:00", Rule.HOURS_24),  # a Thursday
        ("2026-04-02T18:00:00+00:00", "2026-04-03T18:00:00+00:00", Rule.HOURS_24),  # the eve of Good Friday
        ("2026-04-03T18:00:00+00:00", "2026-04-07T22:59:59+00:00", Rule.FRIDAY_EVENING),  # Good Friday evening
        ("2026-11-21T10:00:00+00:00", "2026-11-23T23:59:59+00:00", Rule.WEEKEND),
    ],
)
def test_friday_from_five_may_count_as_the_weekend(received_at, due_by, rule):
    found = due_of(received_at, FRIDAY_COUNTS)
    assert (found.at, found.rule) == (at(due_by), rule)


@pytest.mark.parametrize(
    ("received_at", "due_by", "rule"),
    [
        ("2026-08-31T11:00:00+00:00", "2026-09-01T22:59:59+00:00", Rule.BANK_HOLIDAY),
        ("2026-04-03T11:00:00+00:00", "2026-04-07T22:59:59+00:00", Rule.BANK_HOLIDAY),  # Good Friday
        ("2026-04-05T11:00:00+00:00", "2026-04-07T22:59:59+00:00", Rule.WEEKEND),  # Easter Sunday
        ("2026-12-25T11:00:00+00:00", "2026-12-29T23:59:59+00:00", Rule.BANK_HOLIDAY),
        ("2026-12-28T11:00:00+00:00", "2026-12-29T23:59:59+00:00", Rule.BANK_HOLIDAY),  # a substitute day
        ("2026-12-24T23:59:59+00:00", "2026-12-25T23:59:59+00:00", Rule.HOURS_24),
        ("2026-08-30T23:00:00+00:00", "2026-09-01T22:59:59+00:00", Rule.BANK_HOLIDAY),  # its first local second
        ("2026-08-31T23:00:00+00:00", "2026-09-01T23:00:00+00:00", Rule.HOURS_24),  # the second after its last
    ],
)
def test_a_bank_holiday_may_count_as_a_weekend_day(received_at, due_by, rule):
    found = due_of(received_at, BANK_HOLIDAY_COUNTS)
    assert (found.at, found.rule) == (at(due_by), rule)


def test_the_working_day_may_end_at_five():
    assert due_at("2026-11-21T10:15:00+00:00", ENDS_AT_FIVE) == at("2026-11-23T17:00:00+00:00")
    assert due_at("2026-06-06T10:15:00+00:00", ENDS_AT_FIVE) == at("2026-06-08T16:00:00+00:00")
    assert due_at("2026-11-18T18:30:00+00:00", ENDS_AT_FIVE) == at("2026-11-19T18:30:00+00:00")  # 24 hours stay 24


def test_all_three_alternatives_together():
    readings = Readings(FridayReading.FROM_17, BankHolidayReading.WEEKEND, DayEndReading.AT_17)
    assert due_at("2026-04-03T18:00:00+00:00", readings) == at("2026-04-07T16:00:00+00:00")
    assert due_at("2026-11-20T17:00:00+00:00", readings) == at("2026-11-23T17:00:00+00:00")


# --- Days off, Christmas, clock changes ------------------------------------------------------------


def test_a_day_off_of_the_schools_own_moves_the_next_working_day():
    assert due_at("2026-11-21T10:15:00+00:00", off=["2026-11-23"]) == at("2026-11-24T23:59:59+00:00")


@pytest.mark.parametrize("readings", [DEFAULTS, BANK_HOLIDAY_COUNTS])
def test_a_comment_received_on_a_day_off_of_the_schools_own_has_24_hours(readings):
    assert due_at("2026-11-23T10:15:00+00:00", readings, off=["2026-11-23"]) == at("2026-11-24T10:15:00+00:00")


@pytest.mark.parametrize(
    ("received_at", "due_by"),
    [
        ("2020-12-26T09:00:00+00:00", "2020-12-29T23:59:59+00:00"),  # Boxing Day on a Saturday
        ("2021-12-25T09:00:00+00:00", "2021-12-29T23:59:59+00:00"),  # both on a weekend
        ("2022-01-01T09:00:00+00:00", "2022-01-04T23:59:59+00:00"),  # New Year's Day on a Saturday
        ("2022-12-24T09:00:00+00:00", "2022-12-28T23:59:59+00:00"),  # Christmas Day on a Sunday
        ("2022-12-31T09:00:00+00:00", "2023-01-03T23:59:59+00:00"),  # New Year's Day on a Sunday
        ("2023-12-23T09:00:00+00:00", "2023-12-27T23:59:59+00:00"),  # Christmas Day on a Monday
        ("2024-12-28T09:00:00+00:00", "2024-12-30T23:59:59+00:00"),  # between the two
        ("2028-12-30T09:00:00+00:00", "2029-01-02T23:59:59+00:00"),  # into a year not published yet
    ],
)
def test_christmas_and_new_year(received_at, due_by):
    assert due_at(received_at) == at(due_by)


def test_twenty_four_hours_are_elapsed_hours_where_the_clocks_change_on_a_weekday():
    cairo = ZoneInfo("Africa/Cairo")  # back on Thursday 30 October 2025 at midnight
    found = due_of("2025-10-30T12:00:00+00:00", zone=cairo)
    assert found.at == at("2025-10-31T12:00:00+00:00")
    assert found.sentence.endswith("on Friday 31 October at 2:00 pm. The clocks change in between.")


def test_the_fraction_of_a_second_is_kept_for_24_hours_and_dropped_at_the_end_of_a_day():
    assert due_at("2026-11-18T09:30:00.123456+00:00") == at("2026-11-19T09:30:00.123456+00:00")
    assert due_at("2026-11-22T23:59:59.999999+00:00") == at("2026-11-23T23:59:59+00:00")


def test_the_zone_in_which_the_time_was_written_changes_nothing():
    assert due_at("2026-11-20T20:00:00-05:00") == due_at("2026-11-21T01:00:00+00:00")


def test_a_time_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="aware"):
        due(datetime.fromisoformat("2026-11-18T09:30:00"), Calendar(), LONDON)


# --- Why, in words ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received_at", "readings", "sentence"),
    [
        (
            "2026-11-18T09:30:00+00:00",
            DEFAULTS,
            "Received on Wednesday 18 November at 9:30 am, so it is due 24 hours later, "
            "on Thursday 19 November at 9:30 am.",
        ),
        (
            "2026-12-31T00:00:00+00:00",
            DEFAULTS,
            "Received on Thursday 31 December at midnight, as that day begins, so it is due 24 hours later, "
            "on Friday 1 January 2027 at midnight, as that day begins.",
        ),
        (
            "2026-08-31T11:00:00+00:00",
            DEFAULTS,
            "Received on Monday 31 August at midday, so it is due 24 hours later, on Tuesday 1 September at midday. "
            "A bank holiday from Monday to Friday has 24 hours like any other weekday.",
        ),
        (
            "2026-11-21T10:15:00+00:00",
            DEFAULTS,
            "Received on a Saturday, so it is due by the end of the next working day, Monday 23 November (11:59 pm).",
        ),
        (
            "2026-08-30T11:00:00+00:00",
            DEFAULTS,
            "Received on a Sunday, so it is due by the end of the next working day, Tuesday 1 September (11:59 pm). "
            "Monday 31 August is a bank holiday.",
        ),
        (
            "2027-12-25T08:00:00+00:00",
            DEFAULTS,
            "Received on a Saturday, so it is due by the end of the next working day, "
            "Wednesday 29 December (11:59 pm). Monday 27 December and Tuesday 28 December are bank holidays.",
        ),
        (
            "2026-11-20T18:00:00+00:00",
            Readings(friday=FridayReading.FROM_17, day_end=DayEndReading.AT_17),
            "Received on a Friday at 5:00 pm or later, which counts as the weekend, "
            "so it is due by the end of the next working day, Monday 23 November (5:00 pm).",
        ),
        (
            "2026-05-04T08:00:00+00:00",
            BANK_HOLIDAY_COUNTS,
            "Received on a bank holiday, which counts as a weekend day, "
            "so it is due by the end of the next working day, Tuesday 5 May (11:59 pm).",
        ),
        (
            "2028-12-30T08:00:00+00:00",
            DEFAULTS,
            "Received on a Saturday, so it is due by the end of the next working day, "
            "Tuesday 2 January 2029 (11:59 pm). Monday 1 January is a bank holiday. "
            "Bank holidays that far ahead are not published yet, so this may change.",
        ),
    ],
)
def test_the_reason_is_a_plain_sentence(received_at, readings, sentence):
    assert due_of(received_at, readings).sentence == sentence


def test_the_reason_names_the_schools_own_days_off():
    found = due_of("2026-08-29T11:00:00+00:00", off=["2026-09-01", "2026-09-02"])
    assert found.sentence.endswith(
        "Thursday 3 September (11:59 pm). Monday 31 August is a bank holiday. "
        "Tuesday 1 September and Wednesday 2 September are days off at school."
    )


def test_many_days_off_in_a_row_are_told_in_short():
    august = [f"2026-08-{day:02}" for day in range(3, 29)]
    assert due_of("2026-08-01T11:00:00+00:00", off=august).sentence.endswith(
        "Tuesday 1 September (11:59 pm). Monday 31 August is a bank holiday. "
        "20 weekdays from Monday 3 August to Friday 28 August are days off at school."
    )


def test_only_what_rests_on_an_unpublished_bank_holiday_is_provisional():
    assert due_of("2028-12-30T08:00:00+00:00").provisional
    assert not due_of("2028-12-23T08:00:00+00:00").provisional
    assert not due_of("2029-01-03T08:00:00+00:00").provisional  # 24 hours, bank holiday or not
    assert due_of("2029-01-03T08:00:00+00:00", BANK_HOLIDAY_COUNTS).provisional


# --- Received, and in time -------------------------------------------------------------------------


def test_the_clock_starts_when_the_comment_was_written():
    start = received(at("2026-11-18T09:00:00+00:00"), at("2026-11-18T10:00:00+00:00"))
    assert start.at == at("2026-11-18T09:00:00+00:00")
    assert not start.stated_in_the_future


def test_a_comment_from_the_future_starts_when_we_learned_of_it_and_both_times_are_kept():
    start = received(at("2026-11-18T10:00:01+00:00"), at("2026-11-18T10:00:00+00:00"))
    assert start.at == start.detected_at == at("2026-11-18T10:00:00+00:00")
    assert start.stated_at == at("2026-11-18T10:00:01+00:00")
    assert start.stated_in_the_future


def test_a_platform_that_gives_no_time_starts_the_clock_when_we_learned_of_it():
    start = received(None, at("2026-11-18T10:00:00+00:00"))
    assert start.at == at("2026-11-18T10:00:00+00:00")
    assert start.stated_at is None
    assert not start.stated_in_the_future


def test_the_due_moment_itself_is_in_time_and_the_next_instant_is_late():
    moment = at("2026-11-23T23:59:59+00:00")
    assert in_time(moment, moment)
    assert not in_time(moment + timedelta(microseconds=1), moment)
