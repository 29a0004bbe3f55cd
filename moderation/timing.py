"""From when an item was received to every moment that the sweep acts on. Pure, but for the clock that is passed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.worktime import end_of_day
from moderation.clock_rules import SchoolClock
from moderation.sla import DAY_ENDS

BEFORE_DUE = timedelta(hours=2)  # the second reminder


@dataclass(frozen=True)
class Times:
    """The columns of an item that follow from `received_at`; all in UTC."""

    due_at: datetime
    due_rule: str
    due_sentence: str
    due_provisional: bool
    remind_half_at: datetime
    remind_two_hours_at: datetime
    escalate_slt_at: datetime

    def columns(self) -> dict[str, Any]:
        return dict(self.__dict__)


def times(received_at: datetime, clock: SchoolClock) -> Times:
    """SLT is told at the end of the next working day after the breach."""
    due = clock.due(received_at)
    day_after = clock.calendar.next_working_day(after=due.at.astimezone(clock.zone).date())
    return Times(
        due_at=due.at,
        due_rule=str(due.rule),
        due_sentence=due.sentence,
        due_provisional=due.provisional,
        remind_half_at=received_at + (due.at - received_at) / 2,
        remind_two_hours_at=due.at - BEFORE_DUE,
        escalate_slt_at=end_of_day(day_after, clock.zone, DAY_ENDS[clock.readings.day_end]),
    )
