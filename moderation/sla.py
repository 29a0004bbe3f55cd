"""The reply clock: when a comment must have its answer. Pure functions of what they are given.

The policy: "responded to within 24 hours (or on the next working day if received at a weekend)" (M1).
It leaves three things open; `Readings` says how the school's senior leaders read them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from core.times import time_of_day
from core.worktime import LAST_SECOND, ONE_DAY, Calendar, end_of_day, is_bank_holiday, is_provisional, is_weekend
from school.models import BankHolidayReading, DayEndReading, FridayReading

WINDOW = timedelta(hours=24)  # elapsed: 86,400 seconds, whatever the clocks do meanwhile
FRIDAY = 4  # in date.weekday()
FIVE_PM = time(17)
DAY_ENDS = {DayEndReading.MIDNIGHT: LAST_SECOND, DayEndReading.AT_17: FIVE_PM}

NAMED_DAYS = 4  # more days off in a row than this are not named one by one


class Rule(StrEnum):
    """Which part of the policy set a due time."""

    HOURS_24 = "24_hours"
    WEEKEND = "weekend"
    FRIDAY_EVENING = "friday_evening"
    BANK_HOLIDAY = "bank_holiday"


@dataclass(frozen=True)
class Readings:
    """How the school reads the policy where it can be read in two ways."""

    friday: FridayReading = FridayReading.ORDINARY
    bank_holiday: BankHolidayReading = BankHolidayReading.ORDINARY
    day_end: DayEndReading = DayEndReading.MIDNIGHT


DEFAULT_READINGS = Readings()


@dataclass(frozen=True)
class Due:
    """When an answer is due (UTC), by which rule, and why, in words to show.

    `provisional`: it rests on bank holidays that are not officially published yet.
    """

    at: datetime
    rule: Rule
    sentence: str
    provisional: bool


@dataclass(frozen=True)
class Received:
    """When the clock of an item starts (`at`), and the two times that this was decided from."""

    at: datetime
    stated_at: datetime | None
    detected_at: datetime

    @property
    def stated_in_the_future(self) -> bool:
        """The platform's clock was wrong: it named a moment that had not come when we learned of the item."""
        return self.stated_at is not None and self.stated_at > self.detected_at


def received(stated_at: datetime | None, detected_at: datetime) -> Received:
    """When an item counts as received: as the platform states, but never later than we learned of it."""
    at = detected_at if stated_at is None else min(stated_at, detected_at)
    return Received(at, stated_at, detected_at)


def due(received_at: datetime, calendar: Calendar, zone: tzinfo, readings: Readings = DEFAULT_READINGS) -> Due:
    """When the answer to an item received at `received_at` is due.

    Days are those of `zone`, the school's. Raises ValueError for a `received_at` without a zone.
    """
    if received_at.tzinfo is None:
        raise ValueError("The reply clock needs an aware time.")
    local = received_at.astimezone(zone)
    rule = _rule(local, readings)
    if rule is Rule.HOURS_24:
        at = received_at.astimezone(UTC) + WINDOW
        rests_on = local.date()
        sentence = _after_24_hours(local, at.astimezone(zone))
    else:
        rests_on = calendar.next_working_day(after=local.date())
        at = end_of_day(rests_on, zone, DAY_ENDS[readings.day_end])
        sentence = _on_the_next_working_day(rule, local.date(), at.astimezone(zone), calendar)
    asks_for_bank_holidays = rule is not Rule.HOURS_24 or readings.bank_holiday is BankHolidayReading.WEEKEND
    provisional = asks_for_bank_holidays and is_provisional(rests_on)
    if provisional:
        sentence += " Bank holidays that far ahead are not published yet, so this may change."
    return Due(at, rule, sentence, provisional)


def in_time(responded_at: datetime, due_at: datetime) -> bool:
    """Whether an answer at `responded_at` kept the policy: the due moment itself is still in time."""
    return responded_at <= due_at


def _rule(local: datetime, readings: Readings) -> Rule:
    """The rule for an item received at this local time. Asks for the day first, then for the hour."""
    if is_weekend(local.date()):
        return Rule.WEEKEND
    if readings.bank_holiday is BankHolidayReading.WEEKEND and is_bank_holiday(local.date()):
        return Rule.BANK_HOLIDAY
    if readings.friday is FridayReading.FROM_17 and local.weekday() == FRIDAY and local.time() >= FIVE_PM:
        return Rule.FRIDAY_EVENING
    return Rule.HOURS_24


# --- The reason, in words -------------------------------------------------------------------------

_RECEIVED = {
    Rule.FRIDAY_EVENING: "Received on a Friday at 5:00 pm or later, which counts as the weekend",
    Rule.BANK_HOLIDAY: "Received on a bank holiday, which counts as a weekend day",
}


def _after_24_hours(local: datetime, until: datetime) -> str:
    sentence = (
        f"Received on {_day(local)} at {_clock(local)}, so it is due 24 hours later, "
        f"on {_day(until, local)} at {_clock(until)}."
    )
    if until.utcoffset() != local.utcoffset():
        sentence += " The clocks change in between."
    if is_bank_holiday(local.date()):
        sentence += " A bank holiday from Monday to Friday has 24 hours like any other weekday."
    return sentence


def _on_the_next_working_day(rule: Rule, day: date, until: datetime, calendar: Calendar) -> str:
    start = _RECEIVED.get(rule, f"Received on a {day:%A}")
    sentence = f"{start}, so it is due by the end of the next working day, {_day(until, day)} ({_clock(until)})."
    passed = [day + ONE_DAY * ahead for ahead in range(1, (until.date() - day).days)]
    weekdays_passed = [each for each in passed if not is_weekend(each)]
    bank_holidays = [each for each in weekdays_passed if is_bank_holiday(each)]
    days_off = [each for each in weekdays_passed if each in calendar.days_off and each not in bank_holidays]
    if bank_holidays:
        sentence += f" {_days(bank_holidays, 'a bank holiday', 'bank holidays')}."
    if days_off:
        sentence += f" {_days(days_off, 'a day off at school', 'days off at school')}."
    return sentence


def _days(days: Sequence[date], one: str, many: str) -> str:
    """For example "Monday 27 December and Tuesday 28 December are bank holidays"; a long row by its ends only."""
    *others, last = [_day(day) for day in days]
    if len(others) >= NAMED_DAYS:
        return f"{len(days)} weekdays from {others[0]} to {last} are {many}"
    return f"{', '.join(others)} and {last} are {many}" if others else f"{last} is {one}"


def _day(day: date, since: date | None = None) -> str:
    """For example "Monday 23 November", with the year where it is another than that of `since`."""
    year = f" {day.year}" if since and since.year != day.year else ""
    return f"{day:%A} {day.day} {day:%B}{year}"


def _clock(local: datetime) -> str:
    """For example "9:30 am"; midnight says which end of the day it is."""
    named = time_of_day(local)
    return "midnight, as that day begins" if named == "midnight" else named
