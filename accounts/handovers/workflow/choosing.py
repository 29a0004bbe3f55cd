"""What becomes of the account, and whether the successor says yes."""

from typing import Any

from django.urls import reverse

from accounts.handovers import successors
from accounts.handovers.models import Choice, Handover, HandoverNote
from accounts.handovers.states import TRANSITIONS, Status
from accounts.handovers.workflow.frame import note_down, short_reason
from accounts.handovers.workflow.telling import leads, tell
from accounts.states import Status as Register
from accounts.workflow.closing import call_off_closing, start_closing
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from people.current import person as acting
from people.models import Role, User


@audit.verb("handovers.choose", "chose what becomes of the account")
def choose(
    handover: Handover, *, actor: Actor, choice: str, successor: User | None = None, reason: str = ""
) -> Handover:
    """Transfer it to `successor`, who must accept; go on without the person; or close it, because of `reason`.

    Raises NotAllowed, WrongState (chosen already; those who stay are too few) and InvalidInput (nobody named, or
    somebody who is not ready: A3).
    """
    handover = audit.lock(handover)
    rules.require("handovers.choose", actor, handover)
    TRANSITIONS.require(handover.status, Status.ASKED if choice == Choice.TRANSFER else Status.IN_HAND)
    handover.choice, handover.chosen_by, handover.chosen_at = choice, acting(actor), clock.now()
    handover.successor = _checked(handover, choice, successor)
    handover.save(update_fields=["choice", "chosen_by", "chosen_at", "successor"])
    if choice == Choice.TRANSFER and successor is not None:
        audit.move(handover, Status.ASKED, TRANSITIONS, actor=actor, choice=choice, successor=successor.pk)
        asker = acting(actor).full_name
        tell(handover, [successor], "handovers.asked", _this_choice(handover), url=_answer_url(handover), asker=asker)
    else:
        audit.move(handover, Status.IN_HAND, TRANSITIONS, actor=actor, choice=choice)
    if choice == Choice.CLOSE and handover.account.status not in (Register.CLOSING, Register.CLOSED):
        words = reason.strip() or f"{handover.person} stops running it, and nobody takes it over."
        start_closing(handover.account, actor=actor, reason=words)
    return handover


def _checked(handover: Handover, choice: str, successor: User | None) -> User | None:
    match choice:
        case Choice.TRANSFER:
            if successor is None:
                raise InvalidInput("Choose who takes it over.", "successor")
            problem = successors.why_not(handover, successor)
            if problem:
                raise InvalidInput(problem, "successor")
            return successor
        case Choice.GO_ON:
            problem = successors.why_not_without(handover)
            if problem:
                raise InvalidInput(problem, "choice")
        case Choice.CLOSE:
            pass
        case _:
            raise InvalidInput("Choose one of the three.", "choice")
    return None


@audit.verb("handovers.choose_again", "took back what was chosen")
def choose_again(handover: Handover, *, actor: Actor) -> Handover:
    """Back to the choice, until it is sent to be confirmed. Ticks are taken back, a closing that it began called off.

    Raises NotAllowed and WrongState.
    """
    handover = audit.lock(handover)
    rules.require("handovers.choose", actor, handover)
    if handover.status == Status.TO_CONFIRM:
        raise WrongState("This waits for a second person. Send it back first, then choose again.")
    TRANSITIONS.require(handover.status, Status.OPEN)
    account = handover.account
    if handover.choice == Choice.CLOSE and account.status == Register.CLOSED:
        raise WrongState("The account is closed already.")
    if handover.choice == Choice.CLOSE and _began_closing(handover):
        call_off_closing(account, actor=actor)
    if handover.successor is not None:
        tell(handover, [handover.successor], "handovers.not_asked", _this_choice(handover), url=reverse("today"))
    _reopen(handover, actor, "handovers.choose_again")
    return handover


def _began_closing(handover: Handover) -> bool:
    account, chosen_at = handover.account, handover.chosen_at
    began = account.closing_at is not None and chosen_at is not None and account.closing_at >= chosen_at
    return began and account.status == Register.CLOSING


@audit.verb("handovers.accept", "agreed to take the account over")
def accept(handover: Handover, *, actor: Actor) -> Handover:
    """The successor says yes. Raises NotAllowed, WrongState (not asked, or not ready any more: A3)."""
    handover = audit.lock(handover)
    rules.require("handovers.answer", actor, handover)
    _require_asked(handover)
    problem = successors.why_not(handover, acting(actor))
    if problem:
        raise WrongState(problem)
    handover.accepted_at = clock.now()
    handover.save(update_fields=["accepted_at"])
    audit.move(handover, Status.IN_HAND, TRANSITIONS, actor=actor)
    _tell_answer(handover, "handovers.accepted", acting(actor))
    return handover


@audit.verb("handovers.decline", "declined to take the account over")
def decline(handover: Handover, *, actor: Actor, reason: str) -> Handover:
    """The successor says no, and why. Raises NotAllowed, WrongState, InvalidInput (a reason under 5 characters)."""
    handover = audit.lock(handover)
    rules.require("handovers.answer", actor, handover)
    _require_asked(handover)
    note = note_down(handover, HandoverNote.About.DECLINED, short_reason(reason), actor)
    _tell_answer(handover, "handovers.declined", acting(actor))
    _reopen(handover, actor, "handovers.decline", note=note.pk)
    return handover


def _require_asked(handover: Handover) -> None:
    if handover.status != Status.ASKED:
        raise WrongState("Nobody waits for an answer to this any more.")


def _reopen(handover: Handover, actor: Actor, name: str, **data: Any) -> None:
    """Back to the choice: nothing of the last one stands. Who ticked what stays in the record."""
    handover.ticks.all().delete()
    handover.choice, handover.successor, handover.accepted_at = "", None, None
    handover.save(update_fields=["choice", "successor", "accepted_at"])
    audit.move(handover, Status.OPEN, TRANSITIONS, actor=actor, name=name, **data)


def _tell_answer(handover: Handover, message: str, successor: User) -> None:
    people = leads(handover, Role.ADMINISTRATOR)
    if handover.chosen_by is not None and handover.chosen_by.pk not in {one.pk for one in people}:
        people.append(handover.chosen_by)
    others = [one for one in people if one.pk != successor.pk]
    tell(handover, others, message, _this_choice(handover), successor=successor.full_name)


def _this_choice(handover: Handover) -> str:
    """The same person may be asked, and asked again."""
    return f"choice:{handover.chosen_at.isoformat() if handover.chosen_at else ''}"


def _answer_url(handover: Handover) -> str:
    return reverse("handovers:accept", kwargs={"pk": handover.pk})
