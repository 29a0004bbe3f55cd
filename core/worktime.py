"""Working days: weekends, the bank holidays of England, and the days off that the school keeps itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from holidays import country_holidays

# The last day of the last year that GOV.UK's list of bank holidays covers. Later ones are computed.
# A test compares this, and every date up to it, with a copy of that list; when GOV.UK adds a year, raise it.
PUBLISHED_UNTIL = date(2028, 12, 31)
WARN_BEFORE = timedelta(days=183)  # six months: time to take up a new list before the old one ends

LAST_SECOND = time(23, 59, 59)
SATURDAY = 5  # in date.weekday()
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Which days the school works. `days_off` are its own, beside weekends and bank holidays."""

    days_off: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        return not (is_weekend(day) or is_bank_holiday(day) or day in self.days_off)

    def next_working_day(self, after: date) -> date:
        """The first working day later than `after`, which itself never counts."""
        day = after + ONE_DAY
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, before: date) -> date:
        """The last working day earlier than `before`, which itself never counts."""
        day = before - ONE_DAY
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def is_bank_holiday(day: date) -> bool:
    return day in bank_holidays(day.year)


@lru_cache(maxsize=128)
def bank_holidays(year: int) -> Mapping[date, str]:
    """The bank holidays of England in `year` by name, substitute days and one-off days among them.

    Where Christmas Day, Boxing Day or New Year's Day falls on a weekend, that day is here too, beside its substitute.
    """
    found = country_holidays("GB", subdiv="ENG", years=year, expand=False, language="en_GB")
    return {day: name.replace("(observed)", "(substitute day)") for day, name in sorted(found.items())}


def is_provisional(day: date) -> bool:
    """Whether the bank holidays around `day` are computed, because no official list covers it yet."""
    return day > PUBLISHED_UNTIL


def published_list_ends_soon(today: date) -> bool:
    """Whether it is time to warn that a new list of bank holidays must be taken up."""
    return today > PUBLISHED_UNTIL - WARN_BEFORE


def end_of_day(day: date, zone: tzinfo, at: time = LAST_SECOND) -> datetime:
    """The moment, in UTC, when the clocks in `zone` show `at` on `day`; the later one where they show it twice."""
    return datetime.combine(day, at, tzinfo=zone).replace(fold=1).astimezone(UTC)
