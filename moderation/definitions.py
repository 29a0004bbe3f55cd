"""The rules of the reply clock in plain words, as the definitions page shows them.

What depends on the school's settings is computed by the clock itself, so that the page cannot say another thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import TextChoices

from core import worktime
from core.times import time_of_day
from moderation.clock_rules import SchoolClock
from moderation.escalation.selectors import length
from moderation.models import DeskSettings
from moderation.sla import DEFAULT_READINGS, Due
from school.models import BankHolidayReading, DayEndReading, FridayReading

POLICY = (
    "We respond within 24 hours (or on the next working day if it was received at a weekend), "
    "even if the response is only to say that we have seen it."
)
SHOWN_AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class Term:
    """One rule: what it is about, and what it says."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Choice:
    words: str
    is_default: bool
    is_in_force: bool


@dataclass(frozen=True)
class Question:
    """Where the policy can be read in two ways: the choices, of which exactly one is in force."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Example:
    received_at: datetime
    due: Due


@dataclass(frozen=True)
class DayOff:
    day: date
    name: str
    provisional: bool


@dataclass(frozen=True)
class Definitions:
    policy: str
    terms: tuple[Term, ...]
    questions: tuple[Question, ...]
    examples: tuple[Example, ...]
    days_off: tuple[DayOff, ...]
    published_until: date
    list_ends_soon: bool
    lane: Term


TERMS = (
    Term(
        "When the clock starts",
        "When the person wrote it on the platform, not when the portal found it. If the platform gives no time, or a "
        "time that has not come yet, the clock starts when the portal found it. Both times are kept.",
    ),
    Term(
        "Received from Monday to Friday",
        "Due 24 hours later, to the second. That is so in the school holidays too.",
    ),
    Term(
        "Received on a Saturday or Sunday",
        "Due by the end of the next working day. The weekend starts as Saturday begins and ends as Monday begins, by "
        "the clocks at school.",
    ),
    Term(
        "A working day",
        "A day from Monday to Friday that is not a bank holiday in England and not on the school's own list of days "
        "off. Days in the school holidays are working days here, because we watch the accounts then as well.",
    ),
    Term(
        "A response",
        "The first time that the school says it has seen the comment, or answers it, or deletes, blocks or reports it "
        "and says why in public. A note among ourselves, a draft, saying that one takes it on, an automatic reply, a "
        "reply that was not sent or somebody else's reply is not a response.",
    ),
    Term(
        "In time",
        "The response came before the due time, or exactly at it. One moment later is late.",
    ),
    Term(
        "One comment, one clock",
        "The clock never starts again for the same comment: not when somebody else takes it on, not when it is passed "
        "to the senior leaders, not when its writer edits it before we respond. A new comment by the same person has "
        "a clock of its own, and so has an edit that changes the meaning after we responded.",
    ),
    Term(
        "Needs no response",
        "Spam, a tag or a thank-you can be closed with a reason, and is then left out of the figures. Closed after it "
        "was due, it counts as closed late.",
    ),
    Term(
        "Late",
        "A comment without a response at its due time is recorded as late, once. A later response does not take that "
        "away: the record then also shows how late it was.",
    ),
    Term(
        "When the days off change",
        "Comments that are still open get a new due time. One that is answered or late keeps the due time it had. Each "
        "comment keeps with its due time what it was worked out with, so that it can be explained years later.",
    ),
    Term(
        "Found late",
        "If the portal finds a comment only when its due time has passed, it is late all the same, and it is shown "
        "that we found it late. A platform that could not be reached is no excuse.",
    ),
    Term(
        "From before we watched",
        "What was written before the account was watched can be looked at and answered. It is not in the figures, "
        "nobody is reminded of it, and it is never late.",
    ),
    Term(
        "Taken back by its writer",
        "A comment that its writer deletes before we respond is closed, and what we know of it is kept. It leaves the "
        "figures, unless it was late by then.",
    ),
    Term(
        "Who is told",
        "On the way to the due time and after it, people are told step by step: those who run the account, the "
        "Administrators, the senior leaders. The school sets the steps. Whatever they are, a comment that is late is "
        "recorded as late at its due time. In quiet hours no message goes out, but the record goes on.",
    ),
)


def definitions(clock: SchoolClock, today: date, desk: DeskSettings | None = None) -> Definitions:
    """Everything that the definitions page shows, for a school with this clock and desk, on this local day."""
    return Definitions(
        policy=POLICY,
        terms=TERMS,
        questions=_questions(clock),
        examples=tuple(Example(moment, clock.due(moment)) for moment in _telling_moments(clock.zone, today)),
        days_off=tuple(_days_off(clock, today)),
        published_until=worktime.PUBLISHED_UNTIL,
        list_ends_soon=worktime.published_list_ends_soon(today),
        lane=_lane(desk or DeskSettings()),
    )


def _lane(desk: DeskSettings) -> Term:
    first, last = (time_of_day(datetime.combine(date.min, at)) for at in (desk.priority_from, desk.priority_until))
    return Term(
        "The priority lane",
        "A comment that may be bullying, a threat or a worry about somebody's safety has a second, shorter target "
        f"beside its due time: somebody must do something about it within {length(desk.priority_minutes)}. "
        f"Only the time from {first} to {last} counts, on any day of the week. The due time stays what it is. "
        "A target that was missed is recorded, once, and stays on the record. If a comment is taken out of the lane "
        "and put back, the target is still counted from the first time.",
    )


def _questions(clock: SchoolClock) -> tuple[Question, ...]:
    chosen, default = clock.readings, DEFAULT_READINGS
    return (
        _question("Is Friday evening the weekend?", FridayReading, chosen.friday, default.friday),
        _question("Is a bank holiday the weekend?", BankHolidayReading, chosen.bank_holiday, default.bank_holiday),
        _question("When does the next working day end?", DayEndReading, chosen.day_end, default.day_end),
    )


def _question(name: str, kind: type[TextChoices], chosen: TextChoices, default: TextChoices) -> Question:
    return Question(name, tuple(Choice(str(each.label), each == default, each == chosen) for each in kind))


def _telling_moments(zone: tzinfo, today: date) -> Iterator[datetime]:
    """Local times from today on that show the rules apart: a plain day, a Friday evening, a weekend, a bank holiday."""
    following = [today + timedelta(days=ahead) for ahead in range(SHOWN_AHEAD.days)]
    plain = [day for day in following if not worktime.is_bank_holiday(day)]
    yield _at(next(day for day in plain if day.weekday() == 2), time(9, 30), zone)
    yield _at(next(day for day in plain if day.weekday() == 4), time(18, 15), zone)
    yield _at(next(day for day in plain if day.weekday() == 5), time(10, 15), zone)
    yield _at(next(day for day in following if _is_bank_holiday_weekday(day)), time(11), zone)


def _at(day: date, hour: time, zone: tzinfo) -> datetime:
    return datetime.combine(day, hour, tzinfo=zone)


def _is_bank_holiday_weekday(day: date) -> bool:
    return worktime.is_bank_holiday(day) and not worktime.is_weekend(day)


def _days_off(clock: SchoolClock, today: date) -> Iterator[DayOff]:
    """The weekdays of the coming year that are no working days."""
    for ahead in range(SHOWN_AHEAD.days):
        day = today + timedelta(days=ahead)
        if worktime.is_weekend(day) or clock.calendar.is_working_day(day):
            continue
        name = worktime.bank_holidays(day.year).get(day)
        yield DayOff(day, name or "Day off at school", provisional=name is not None and worktime.is_provisional(day))
