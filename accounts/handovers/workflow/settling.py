"""What somebody's leaving, staying, or being switched off or on makes of the handovers of what they run."""

from dataclasses import dataclass
from datetime import date

from accounts.handovers.dates import before_leaving, school_calendar
from accounts.handovers.models import Cause, Handover
from accounts.handovers.workflow.ending import cancel
from accounts.handovers.workflow.opening import move_due_day, open_handover
from accounts.models import Account
from core import clock
from core.actors import Actor
from core.worktime import Calendar
from people.models import User

# Opened because of how the person stands with the school, and ended with that.
OF_THE_PERSON = (Cause.LEAVING, Cause.SWITCHED_OFF)


@dataclass(frozen=True)
class Wanted:
    """Why, and by when, everything that a person runs is to be handed over."""

    cause: Cause
    due_on: date
    emergency: bool


def settle(person: User, *, actor: Actor) -> int:
    """Bring the handovers of `person` into line with how they stand now. Doing it twice changes nothing more.

    Called in the transaction of whatever changed, and by the daily round for what was missed. Returns how many
    were opened.
    """
    going = {one.account_id: one for one in Handover.objects.going_on().filter(person=person).order_by("pk")}
    wanted = wanted_for(person, school_calendar(), clock.today())
    if wanted is None:
        for handover in going.values():
            if handover.cause in OF_THE_PERSON:
                cancel(handover, actor=actor)
        return 0
    for handover in going.values():
        _adjust(handover, wanted, actor)
    runs = Account.objects.run_by(person).open().exclude(pk__in=going)
    for account in runs.order_by("pk"):
        open_handover(
            account,
            person,
            actor=actor,
            cause=wanted.cause,
            emergency=wanted.emergency,
            due_on=wanted.due_on,
        )
    return len(runs)


def wanted_for(person: User, calendar: Calendar, today: date) -> Wanted | None:
    """None for somebody who stays and may sign in."""
    if not person.is_active:
        return Wanted(Cause.SWITCHED_OFF, today, emergency=True)
    if person.leaves_on is None:
        return None
    due = before_leaving(person.leaves_on, calendar, today)
    return Wanted(Cause.LEAVING, due.on, due.emergency)


def _adjust(handover: Handover, wanted: Wanted, actor: Actor) -> None:
    due_on, emergency = wanted.due_on, wanted.emergency
    cause = wanted.cause
    if handover.cause == Cause.BY_HAND:
        # Somebody wanted it in any case; it can only become more urgent.
        cause, due_on = Cause.BY_HAND, min(handover.due_on, wanted.due_on)
        emergency = handover.emergency or (wanted.emergency and due_on < handover.due_on)
    elif wanted.emergency:
        # Nothing is put off: what was late stays late, and a late one does not become an emergency by that.
        due_on = min(handover.due_on, wanted.due_on)
        emergency = handover.emergency or wanted.due_on < handover.due_on
    if (handover.due_on, handover.cause, handover.emergency) != (due_on, cause, emergency):
        move_due_day(handover, actor=actor, due_on=due_on, cause=cause, emergency=emergency)


def would_hand_over(person: User) -> list[str]:
    """The names of the accounts that a last working day opens a handover for."""
    going = Handover.objects.going_on().filter(person=person).values("account")
    runs = Account.objects.run_by(person).open().exclude(pk__in=going)
    return [account.label for account in runs.order_by("name", "pk")]
