"""The quick way to the times of many comments gives what the slow way gives."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.worktime import Calendar
from moderation.clock_rules import SchoolClock
from moderation.sla import Readings
from moderation.timing import times
from moderation.workflow.arrivals import QuickTimes
from school.models import BankHolidayReading, DayEndReading, FridayReading

STARTS = [
    datetime(year, month, day, tzinfo=UTC)
    for year, month, day in ((2026, 3, 6), (2026, 3, 27), (2026, 10, 23), (2026, 12, 23), (2028, 12, 28))
]
OTHER = Readings(FridayReading.FROM_17, BankHolidayReading.WEEKEND, DayEndReading.AT_17)


@pytest.mark.parametrize("readings", [Readings(), OTHER])
@pytest.mark.parametrize("zone", ["Europe/London", "America/St_Johns"])
def test_every_half_hour_around_changes_of_the_clocks_and_christmas(zone, readings):
    clock = SchoolClock(Calendar(frozenset({datetime(2026, 12, 29, tzinfo=UTC).date()})), ZoneInfo(zone), readings)
    quick = QuickTimes(clock)
    for start in STARTS:
        for step in range(11 * 96):
            at = start + timedelta(minutes=15 * step) - timedelta(microseconds=step % 2)
            assert quick.of(at) == times(at, clock), at
