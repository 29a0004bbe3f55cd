"""A handover of the class teacher's account, and how far it can be."""

from collections.abc import Callable

import pytest

from accounts.handovers import steps, workflow
from accounts.handovers.models import Choice, Handover
from accounts.models import Account
from audit.models import Event
from notifications.models import Notification
from people.models import User


@pytest.fixture
def handover(account: Account, teacher: User, admin: User) -> Handover:
    """Opened by hand: the class teacher stops running the Friends' page, which they lead."""
    return workflow.open_handover(account, teacher, actor=admin)


@pytest.fixture
def asked(handover: Handover, teacher2: User, admin: User, make_ready: Callable[..., None]) -> Handover:
    make_ready(teacher2)
    return workflow.choose(handover, actor=admin, choice=Choice.TRANSFER, successor=teacher2)


@pytest.fixture
def accepted(asked: Handover, teacher2: User) -> Handover:
    return workflow.accept(asked, actor=teacher2)


@pytest.fixture
def tick_all(admin: User) -> Callable[[Handover], Handover]:
    """Tick what a person ticks."""

    def tick(handover: Handover) -> Handover:
        for key in steps.tickable(handover):
            handover = workflow.tick(handover, key, actor=admin)
        return handover

    return tick


@pytest.fixture
def sent(accepted: Handover, admin: User, tick_all: Callable[[Handover], Handover]) -> Handover:
    return workflow.send_to_confirm(tick_all(accepted), actor=admin)


@pytest.fixture
def happened() -> Callable[..., list[Event]]:
    """The events of a verb in the record, done or refused."""

    def events(verb: str, *, refused: bool = False) -> list[Event]:
        return list(Event.objects.filter(verb=f"handovers.{verb}", refused=refused).order_by("id"))

    return events


@pytest.fixture
def told() -> Callable[[str], set[str]]:
    """The names of those who were told by a message."""

    def names(message: str) -> set[str]:
        rows = Notification.objects.filter(template=f"handovers.{message}")
        return set(rows.values_list("recipient__full_name", flat=True))

    return names
