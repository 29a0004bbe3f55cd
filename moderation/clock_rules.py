"""The reply clock as this school has set it: its zone, its readings of the policy, its days off."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.sqlite3.base import DatabaseWrapper as SqliteDatabase

from core import clock, times
from core.worktime import PUBLISHED_UNTIL, Calendar
from moderation.models import ClockVersion, Item
from moderation.sla import DEFAULT_READINGS, Due, Readings, Rule, due
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


def content_of(school: SchoolClock) -> dict[str, Any]:
    """All that a due time was reckoned with, to be kept with the items that it was reckoned for."""
    return {
        "zone": str(school.zone),
        "friday": str(school.readings.friday),
        "bank_holiday": str(school.readings.bank_holiday),
        "day_end": str(school.readings.day_end),
        "days_off": [day.isoformat() for day in sorted(school.calendar.days_off)],
        "published_until": PUBLISHED_UNTIL.isoformat(),
    }


def fingerprint(school: SchoolClock) -> str:
    """The digest of `content_of`: the same for clocks that reckon the same."""
    return hashlib.sha256(json.dumps(content_of(school), sort_keys=True).encode()).hexdigest()


def clock_version(school: SchoolClock) -> ClockVersion:
    """The row that stands for this clock, made where it is new. One query where it is there.

    Ask for it once for many items. It is frozen on each item, so that a due time can be explained years later.
    """
    version, _ = ClockVersion.objects.get_or_create(
        digest=fingerprint(school), defaults={"made_at": clock.now(), "content": content_of(school)}
    )
    return version


def of_version(version: ClockVersion) -> SchoolClock:
    """The clock as it was when `version` was made."""
    content = version.content
    readings = Readings(
        friday=FridayReading(content["friday"]),
        bank_holiday=BankHolidayReading(content["bank_holiday"]),
        day_end=DayEndReading(content["day_end"]),
    )
    days_off = frozenset(date.fromisoformat(day) for day in content["days_off"])
    return SchoolClock(Calendar(days_off), ZoneInfo(content["zone"]), readings)


def sentence(item: Item) -> str:
    """Why the item is due when it is, in words. One query at most, for the version of the clock."""
    if item.due_sentence:  # written before versions of the clock were kept
        return item.due_sentence
    if item.clock_version is not None:
        found = of_version(item.clock_version).due(item.received_at)
        if found.at == item.due_at:
            return found.sentence
    # The published bank holidays have changed since, or nobody noted the clock: say what is certain.
    within = "24 hours" if item.due_rule == Rule.HOURS_24 else "until the end of the next working day, as it was then"
    return f"It had {within}: it is due {times.exact(item.due_at)}."


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
