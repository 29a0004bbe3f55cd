"""From when an item was received to what is stored of its clock. Pure, but for the clock that is passed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moderation.clock_rules import SchoolClock


@dataclass(frozen=True)
class Times:
    """The columns of an item that follow from `received_at`. Why it is due then is said by clock_rules.sentence."""

    due_at: datetime
    due_rule: str
    due_provisional: bool

    def columns(self) -> dict[str, Any]:
        return dict(self.__dict__)


def times(received_at: datetime, clock: SchoolClock) -> Times:
    """When the answer is due. The moments of reminders are the ladder's: moderation/escalation/ladder.py."""
    due = clock.due(received_at)
    return Times(due_at=due.at, due_rule=str(due.rule), due_provisional=due.provisional)
