"""By when an incident's duties are due. Pure functions of what they are given; times in UTC.

The school's own target counts the school's own days off. What the law asks does not: weekends and bank holidays only.
"""

from datetime import UTC, datetime, time, timedelta

from core.worktime import Calendar, end_of_day
from incidents.handling import handling_of
from incidents.states import Clock, ClockStep
from moderation.clock_rules import SchoolClock
from moderation.sla import DAY_ENDS

URGENT = timedelta(hours=1)
REGULATOR = timedelta(hours=72)
COMPLAINT = timedelta(days=30)
AGAIN = timedelta(minutes=1)  # the same by the same person within it was sent twice, and is there once
SAME_DAY_UNTIL = time(15)  # what comes in later in the day is assessed on the next working day


def assess_by(
    category: str,
    reported_at: datetime,
    school: SchoolClock,
    within: timedelta | None = None,
    *,
    danger: bool = False,
) -> datetime:
    """When the first assessment is due (I2): within the hour, `within` what SLT chose, or on the same working day.

    Within the hour where the category asks for it, or where somebody is in danger now.
    """
    if danger or handling_of(category).urgent:
        return reported_at.astimezone(UTC) + URGENT
    if within is not None:
        return reported_at.astimezone(UTC) + within
    local = reported_at.astimezone(school.zone)
    day = local.date()
    if not school.calendar.is_working_day(day) or local.time() >= SAME_DAY_UNTIL:
        day = school.calendar.next_working_day(after=day)
    return end_of_day(day, school.zone, DAY_ENDS[school.readings.day_end])


def statutory_due(kind: Clock, aware_at: datetime, school: SchoolClock) -> datetime:
    """When the law's duty is due, from when the school became aware (I5). Raises ValueError for a clock of our own."""
    day = aware_at.astimezone(school.zone).date()
    match kind:
        case Clock.OFFICER:
            return end_of_day(Calendar().next_working_day(after=day), school.zone)
        case Clock.REGULATOR:
            return aware_at.astimezone(UTC) + REGULATOR  # hours that pass, whatever the clocks on the wall do
        case Clock.COMPLAINT:
            return end_of_day(day + COMPLAINT, school.zone)
        case _:
            raise ValueError(f"{kind} is not set by law.")


def steps(from_at: datetime, due_at: datetime) -> dict[ClockStep, datetime]:
    """The moments of a clock at which people are told, in their order."""
    from_at, due_at = from_at.astimezone(UTC), due_at.astimezone(UTC)
    whole = due_at - from_at
    return {
        ClockStep.HALF: from_at + whole / 2,
        ClockStep.QUARTER: due_at - whole / 4,
        # Until then it is in time: late is what comes after.
        ClockStep.LATE: due_at + timedelta(seconds=1),
    }


def first_look(from_at: datetime, due_at: datetime) -> datetime:
    """When the sweep looks at a clock for the first time."""
    return steps(from_at, due_at)[ClockStep.HALF]
