"""The reply clock as this school has set it: its zone, its readings of the policy, its days off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import DatabaseWrapper as SqliteDatabase

from core.worktime import Calendar
from moderation.sla import DEFAULT_READINGS, Due, Readings, due
from school.models import BankHolidayReading, DayEndReading, FridayReading, NonWorkingDay, School, current_school


@dataclass(frozen=True)
class SchoolClock:
    """All that a due time depends on beside the comment. Load it once for many comments."""

    calendar: Calendar
    zone: tzinfo
    readings: Readings = DEFAULT_READINGS

    def due(self, received_at: datetime) -> Due:
        """When the answer to an item received at `received_at` (aware) is due."""
        return due(received_at, self.calendar, self.zone, self.readings)


def school_clock() -> SchoolClock:
    """The clock that the school has set, or the defaults while no school is set up. Two queries."""
    return _clock_of(current_school() or School(), NonWorkingDay.objects.values_list("date", flat=True))


def school_clock_before_set_up() -> SchoolClock:
    """As `school_clock`, but answers by the defaults where the database has no tables, or no file, yet.

    Makes no file. A database that is there and cannot be reached is still an error: the school may have
    set other readings than the defaults.
    """
    return school_clock() if _has_tables() else _clock_of(School(), ())


def _clock_of(school: School, days_off: Iterable[date]) -> SchoolClock:
    readings = Readings(
        friday=FridayReading(school.friday),
        bank_holiday=BankHolidayReading(school.bank_holiday),
        day_end=DayEndReading(school.day_end),
    )
    return SchoolClock(Calendar(frozenset(days_off)), school.zone, readings)


def _has_tables() -> bool:
    connection = connections[DEFAULT_DB_ALIAS]
    in_a_file = isinstance(connection, SqliteDatabase) and not connection.is_in_memory_db()
    if in_a_file and not Path(connection.settings_dict["NAME"]).exists():
        return False  # merely asking it would make an empty file
    return {School._meta.db_table, NonWorkingDay._meta.db_table} <= set(connection.introspection.table_names())
