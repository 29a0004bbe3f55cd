"""By when a handover is to be done (R3). Pure, but for the school's own days off."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.worktime import Calendar
from school.models import NonWorkingDay

# For one that no leaving date sets: somebody stops by hand, or is not ready.
USUAL = timedelta(days=14)
# A runner who has not been ready for so long is handed over.
UNREADY_FOR = timedelta(days=14)
LONGEST = timedelta(days=365)
# How many days before the due day people are reminded.
REMINDERS = (14, 7, 3, 1)
# Once overdue, again every so many days.
AGAIN_AFTER = 3


@dataclass(frozen=True)
class Due:
    """`on` is the last local day in time."""

    on: date
    emergency: bool = False


def school_calendar() -> Calendar:
    """The days on which this school works. One query."""
    return Calendar(frozenset(NonWorkingDay.objects.values_list("date", flat=True)))


def before_leaving(leaves_on: date, calendar: Calendar, today: date) -> Due:
    """The last school day before the last working day; today, and an emergency, where that has passed."""
    on = calendar.previous_working_day(leaves_on)
    return Due(on) if on >= today else Due(today, emergency=True)


def stage_of(due_on: date, today: date) -> int | None:
    """Which reminder stands today: the smallest of `REMINDERS` that is not less than the days left; None for none."""
    left = (due_on - today).days
    return min((days for days in REMINDERS if 0 <= left <= days), default=None)
