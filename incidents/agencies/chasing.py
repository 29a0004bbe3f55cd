"""When somebody outside who has not answered is asked again."""

from datetime import date, datetime, time

from django.utils import timezone

from core import clock
from core.worktime import Calendar, end_of_day
from incidents.models import IncidentSettings, Referral
from incidents.states import Status
from moderation.clock_rules import school_clock

MORNING = time(9)
USUAL = 2  # working days, until the school says otherwise


def working_days_after(day: date, days: int, calendar: Calendar) -> date:
    """The `days`-th working day after `day`: neither a weekend, nor a bank holiday, nor a day off of the school's."""
    for _ in range(days):
        day = calendar.next_working_day(after=day)
    return day


def default_chase_on(since: datetime) -> date:
    """The day on which whoever was told at `since` is asked again: as many working days later as SLT has set.

    On the next working day at the earliest. Three queries at most.
    """
    school = school_clock()
    chosen = IncidentSettings.objects.filter(pk=1).values_list("chase_after_days", flat=True).first()
    days = USUAL if chosen is None else chosen
    return working_days_after(since.astimezone(school.zone).date(), max(1, days), school.calendar)


def moment_of(day: date) -> datetime:
    """Nine in the morning of that day, in the school's zone."""
    return end_of_day(day, timezone.get_current_timezone(), MORNING)


def due_to_be_chased() -> list[Referral]:
    """Those whose handlers have not heard yet that it is time to ask again. One query."""
    due = Referral.objects.filter(chase_at__lte=clock.now(), reminded_at=None)
    return list(due.exclude(incident__status=Status.CLOSED).select_related("incident").order_by("chase_at", "pk"))
