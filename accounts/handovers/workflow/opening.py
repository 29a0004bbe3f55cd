"""A handover is opened, and its day moved."""

from datetime import date

from accounts.handovers import messages as _messages  # noqa: F401  (registers the messages)
from accounts.handovers import rules as _rules  # noqa: F401  (registers the rules)
from accounts.handovers.dates import LONGEST, USUAL
from accounts.handovers.models import Cause, Handover
from accounts.handovers.workflow.telling import leads, page_of, tell
from accounts.models import Account
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from people.models import Role, User


@audit.verb("handovers.open_handover", "opened the handover")
def open_handover(
    account: Account,
    person: User,
    *,
    actor: Actor,
    cause: str = Cause.BY_HAND,
    emergency: bool = False,
    due_on: date | None = None,
) -> Handover:
    """Begin to hand over what `person` runs: due on `due_on` (a local day), in an emergency today (R3).

    Administrators, the person and their line manager are told; in an emergency SLT too, at once. Raises NotAllowed,
    WrongState (closed; they do not run it; one is going on) and InvalidInput (a day that cannot be).
    """
    account = audit.lock(account)
    rules.require("handovers.open_handover", actor, account)
    if not account.is_open:
        raise WrongState("This account is closed: there is nothing to hand over.")
    runner = account.runners.filter(until_at=None, person=person).first()
    if runner is None:
        raise WrongState(f"{person} does not run this account now.")
    if Handover.objects.going_on().filter(account=account, person=person).exists():
        raise WrongState(f"A handover of this account from {person} is going on already.")
    if cause not in Cause.values:
        raise InvalidInput("There is no such cause.", "cause")
    handover = Handover.objects.create(
        account=account,
        person=person,
        was_lead=runner.is_lead,
        cause=cause,
        emergency=emergency,
        opened_at=clock.now(),
        opened_by=actor if isinstance(actor, User) else None,
        due_on=_due(emergency, due_on),
    )
    audit.record(
        "handovers.open_handover",
        handover,
        actor=actor,
        account=account.pk,
        person=person.pk,
        cause=cause,
        emergency=emergency,
        due_on=handover.due_on.isoformat(),
    )
    audit.record("handovers.open_handover", account, actor=actor, handover=handover.pk)  # for its own history
    _tell_opened(handover, actor)
    return handover


@audit.verb("handovers.move_due_day", "moved the day by which all is to be done")
def move_due_day(
    handover: Handover, *, actor: Actor, due_on: date, cause: str | None = None, emergency: bool = False
) -> Handover:
    """For another last working day, or because somebody was switched off or on. Raises NotAllowed, WrongState."""
    handover = audit.lock(handover)
    rules.require("handovers.move_due_day", actor, handover)
    if not handover.is_going_on:
        raise WrongState("This handover has ended.")
    sudden = emergency and not handover.emergency
    handover.due_on, handover.emergency = due_on, emergency
    handover.cause = cause or handover.cause
    if due_on >= clock.today():
        handover.overdue_at = None
    handover.save(update_fields=["due_on", "emergency", "cause", "overdue_at"])
    audit.record(
        "handovers.move_due_day",
        handover,
        actor=actor,
        due_on=due_on.isoformat(),
        cause=handover.cause,
        emergency=emergency,
    )
    if sudden:
        _tell_emergency(handover)
    return handover


def _due(emergency: bool, due_on: date | None) -> date:
    today = clock.today()
    if emergency:
        return today
    if due_on is None:
        return today + USUAL
    if due_on < today:
        raise InvalidInput("Choose today or a later day.", "due_on")
    if due_on > today + LONGEST:
        raise InvalidInput("Choose a day within the next year.", "due_on")
    return due_on


def _tell_opened(handover: Handover, actor: Actor) -> None:
    if handover.emergency:
        _tell_emergency(handover)
    else:
        known = [one for one in leads(handover, Role.ADMINISTRATOR) if one.pk != getattr(actor, "pk", None)]
        tell(handover, known, "handovers.opened", "opened")
    person = handover.person
    if not person.may_sign_in:
        return
    tell(handover, [person], "handovers.opened_person", "opened")
    manager = person.line_manager
    if manager is not None and manager.may_sign_in and not manager.holds(Role.ADMINISTRATOR):
        tell(handover, [manager], "handovers.opened_manager", "opened", url=page_of(person))


def _tell_emergency(handover: Handover) -> None:
    people = leads(handover, Role.ADMINISTRATOR, Role.SLT)
    tell(handover, people, "handovers.emergency", f"emergency:{clock.now().isoformat()}")
