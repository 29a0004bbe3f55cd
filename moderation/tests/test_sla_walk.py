"""The reply clock ten thousand times against somebody else's arithmetic.

The walk below shares no line with the clock. It takes its holidays from GOV.UK's own list, as far as that goes, and
finds the end of a day by looking at the wall clock every quarter of an hour until the date on it changes.
"""

import calendar as months
import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import event, given, settings
from hypothesis import strategies as st

from core.worktime import Calendar
from moderation.sla import Readings, due
from school.models import BankHolidayReading, DayEndReading, FridayReading

pytestmark = pytest.mark.thorough

LONDON = ZoneInfo("Europe/London")
_GOV_UK = {
    holiday["date"] for holiday in BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales")
}
_LATER = holidays.country_holidays("GB", subdiv="ENG", years=range(max(_GOV_UK).year + 1, 2031))
BANK_HOLIDAYS = _GOV_UK | set(_LATER)
QUARTER = 15 * 60  # seconds; every zone's midnight and every clock change falls on one


def walk(received_at, off, zone, readings):
    seconds = months.timegm(received_at.utctimetuple())
    wall = datetime.fromtimestamp(seconds, zone)
    weekendish = (
        wall.strftime("%a") in ("Sat", "Sun")
        or (wall.strftime("%a") == "Fri" and wall.hour >= 17 and readings.friday == "from_17")
        or (wall.date() in BANK_HOLIDAYS and readings.bank_holiday == "weekend")
    )
    if not weekendish:
        return datetime.fromtimestamp(seconds + 24 * 60 * 60, UTC).replace(microsecond=received_at.microsecond)
    seconds, target = seconds - seconds % QUARTER, None
    while True:
        seconds += QUARTER
        shown = datetime.fromtimestamp(seconds, zone)
        day = shown.date()
        if target is None:
            if day != wall.date() and day.isoweekday() <= 5 and day not in BANK_HOLIDAYS and day not in off:
                target = day
        elif readings.day_end == "at_17":
            if (shown.hour, shown.minute) == (17, 0):
                return datetime.fromtimestamp(seconds, UTC)
        elif day != target:
            return datetime.fromtimestamp(seconds - 1, UTC)


START, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
ELSEWHERE = [ZoneInfo(name) for name in ("Pacific/Kiritimati", "Etc/GMT+12", "America/St_Johns", "Africa/Cairo")]
HOUR = timedelta(hours=1)


def clock_changes(zone):
    """The first instant after each change, found by asking for the offset hour by hour around the days that differ."""
    days = [START + timedelta(days=ahead) for ahead in range((END - START).days)]
    hours = [day + HOUR * ahead for day in days if changes(zone, day, 24 * HOUR) for ahead in range(24)]
    return [hour + HOUR for hour in hours if changes(zone, hour, HOUR)]


def changes(zone, moment, ahead):
    return moment.astimezone(zone).utcoffset() != (moment + ahead).astimezone(zone).utcoffset()


def edges_of_answers():
    """Where the answer flips: by name, a list of (zone, moment)."""
    days = [START.date() + timedelta(days=ahead) for ahead in range((END - START).days)]
    midnights = [datetime(day.year, day.month, day.day, tzinfo=LONDON) for day in days]
    local = {
        "a midnight": [each for each in midnights if each.weekday() in (0, 5)],
        "Friday at 17:00": [each.replace(hour=17) for each in midnights if each.weekday() == 4],
        "a bank holiday": [
            each for each in midnights if {each.date(), each.date() - timedelta(days=1)} & BANK_HOLIDAYS
        ],
        "Christmas": [each for each in midnights if each.month == 12 and each.day >= 24],
    }
    edges = {name: [(LONDON, moment.astimezone(UTC)) for moment in moments] for name, moments in local.items()}
    edges["a clock change"] = [(LONDON, moment) for moment in clock_changes(LONDON)]
    edges["a clock change elsewhere"] = [(zone, moment) for zone in ELSEWHERE for moment in clock_changes(zone)]
    return edges


EDGES = edges_of_answers()


@st.composite
def places_and_moments(draw):
    """A zone and a moment of the years 2020 to 2028, most of them within a breath or a few hours of an edge."""
    kind = draw(st.sampled_from(["any", "any", "any", *EDGES]))
    event(f"near {kind}")
    micro = timedelta(microseconds=draw(st.sampled_from([0, 1, 999_999])))
    if kind == "any":
        zone = draw(st.sampled_from([LONDON] * 4 + ELSEWHERE))
        return zone, START + timedelta(seconds=draw(st.integers(0, (END - START).days * 86_400 - 1))) + micro
    zone, edge = draw(st.sampled_from(EDGES[kind]))
    return zone, edge + timedelta(seconds=draw(st.one_of(st.integers(-2, 2), st.integers(-20_000, 20_000)))) + micro


ALL_READINGS = [Readings(*kinds) for kinds in itertools.product(FridayReading, BankHolidayReading, DayEndReading)]


@settings(max_examples=10_000, deadline=None, derandomize=True, database=None)
@given(
    place_and_moment=places_and_moments(),
    days_off_ahead=st.sampled_from([(), (), (1, 2), (0, 3), (2, 4, 5), (1, 2, 3, 4, 5, 8)]),
    readings=st.sampled_from([Readings()] * len(ALL_READINGS) + ALL_READINGS),
)
def test_the_clock_agrees_with_an_independent_walk_through_the_days(place_and_moment, days_off_ahead, readings):
    zone, received_at = place_and_moment
    first = received_at.astimezone(zone).date()
    off = frozenset(first + timedelta(days=ahead) for ahead in days_off_ahead)
    found = due(received_at, Calendar(off), zone, readings)
    assert found.at == walk(received_at, off, zone, readings)
    assert found.at.utcoffset() == timedelta()
    assert found.at > received_at
