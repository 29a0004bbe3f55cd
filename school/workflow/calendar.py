"""The school's own days off. What is still open is reckoned anew by the next sweep."""

from datetime import date, timedelta

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from core.timeparse import FIRST_YEAR, LAST_YEAR
from core.worktime import Calendar
from school.models import NonWorkingDay

ONE_DAY = timedelta(days=1)
LONGEST = 31  # days between the first and the last that one entry may span


@audit.verb("school.add_days_off", "added days off to the calendar")
def add_days_off(*, actor: Actor, first: date, last: date | None = None, label: str) -> list[NonWorkingDay]:
    """Add the working days from `first` to `last` as days off. Returns those added.

    Raises NotAllowed (a run of more than 3 days needs SLT) and InvalidInput (days in the wrong order, none that
    is a working day, no name).
    """
    last = last or first
    rules.require("school.add_days_off", actor, 1)
    if not label.strip():
        raise InvalidInput("Say what these days are, for example “Training day”.", "label")
    if last < first:
        raise InvalidInput("The last day is before the first.", "last")
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        raise InvalidInput(f"Years go from {FIRST_YEAR} to {LAST_YEAR}.", "first")
    if (last - first).days >= LONGEST:
        raise InvalidInput(f"Add at most {LONGEST} days at a time.", "last")
    # All of them held: two people adding side by side would each see a short run.
    known = frozenset(NonWorkingDay.objects.select_for_update().values_list("date", flat=True))
    calendar = Calendar(known)
    span = (first + ONE_DAY * number for number in range((last - first).days + 1))
    new = [day for day in span if calendar.is_working_day(day)]
    if not new:
        raise InvalidInput("Nobody works on these days already: they are at a weekend, a bank holiday or on the list.")
    run = longest_run(known | set(new), touching=new)
    rules.require("school.add_days_off", actor, run)
    days = [NonWorkingDay.objects.create(date=day, label=label.strip()) for day in new]
    for day in days:
        audit.record("school.add_days_off", day, actor=actor, date=day.date.isoformat(), run=run)
    return days


def longest_run(days_off: frozenset[date] | set[date], *, touching: list[date]) -> int:
    """How many of the school's own days off follow each other, at most, around the days of `touching`.

    A weekend or bank holiday between two of them does not break the run, and does not count in it.
    """
    calendar = Calendar(frozenset(days_off))
    return max(_run_around(day, calendar) for day in touching)


def _run_around(day: date, calendar: Calendar) -> int:
    count = 0
    for step in (ONE_DAY, -ONE_DAY):
        at = day
        while not calendar.is_working_day(at):
            count += at in calendar.days_off
            at += step
    return count - 1  # the day itself was counted both ways


@audit.verb("school.remove_day_off", "took a day off out of the calendar")
def remove_day_off(day: NonWorkingDay, *, actor: Actor) -> NonWorkingDay:
    """Raises NotAllowed, and WrongState where it is gone already."""
    rules.require("school.remove_day_off", actor)
    if not NonWorkingDay.objects.filter(pk=day.pk).exists():
        raise WrongState("Somebody has taken this day off the list already.")
    audit.record("school.remove_day_off", day, actor=actor, date=day.date.isoformat())
    NonWorkingDay.objects.filter(pk=day.pk).delete()
    return day
