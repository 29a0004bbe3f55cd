"""Sent to be confirmed, confirmed by another person, sent back, or not needed any more."""

from accounts.handovers import steps
from accounts.handovers.models import Cause, Handover, HandoverNote
from accounts.handovers.states import TRANSITIONS, Status
from accounts.handovers.workflow.frame import note_down, short_reason
from accounts.handovers.workflow.telling import leads, tell
from accounts.workflow.running import replace
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor, SystemActor
from core.errors import WrongState
from people.current import person as acting
from people.models import Role, User


@audit.verb("handovers.send_to_confirm", "sent it to be confirmed")
def send_to_confirm(handover: Handover, *, actor: Actor) -> Handover:
    """Say that all is done, for a second person to look at. Raises NotAllowed, and WrongState naming what is left."""
    handover = audit.lock(handover)
    rules.require("handovers.send_to_confirm", actor, handover)
    TRANSITIONS.require(handover.status, Status.TO_CONFIRM)
    _require_done(handover, "This is left to do before it can be confirmed")
    sender = acting(actor)
    handover.sent_by, handover.sent_at = sender, clock.now()
    handover.save(update_fields=["sent_by", "sent_at"])
    audit.move(handover, Status.TO_CONFIRM, TRANSITIONS, actor=actor)
    others = [
        one for one in leads(handover, Role.ADMINISTRATOR, Role.SLT) if one.pk not in (sender.pk, handover.successor_id)
    ]
    tell(handover, others, "handovers.to_confirm", _this_sending(handover), sender=sender.full_name)
    return handover


@audit.verb("handovers.confirm", "confirmed that the handover is complete")
def confirm(handover: Handover, *, actor: Actor) -> Handover:
    """As a second person: the successor runs the account now, and whoever stopped does not. Every step is looked at
    again. Raises NotAllowed (who sent it, the leaver, the successor), and WrongState naming what is left.
    """
    handover = audit.lock(handover)
    rules.require("handovers.confirm", actor, handover)
    TRANSITIONS.require(handover.status, Status.COMPLETED)
    _require_done(handover, "This has come up since it was sent. Send it back")
    now = clock.now()
    steps.keep(handover, steps.steps_of(handover), acting(actor), now)
    handover.confirmed_by, handover.ended_at = acting(actor), now
    handover.save(update_fields=["confirmed_by", "ended_at"])
    audit.move(handover, Status.COMPLETED, TRANSITIONS, actor=actor, sent_by=handover.sent_by_id)
    replace(handover.account, handover.person, handover.successor)
    audit.record("handovers.confirm", handover.account, actor=actor, handover=handover.pk)  # for its own history
    _tell_completed(handover)
    return handover


@audit.verb("handovers.send_back", "sent the handover back")
def send_back(handover: Handover, *, actor: Actor, reason: str) -> Handover:
    """Something is left to do. Raises NotAllowed, WrongState, InvalidInput (a reason shorter than 5 characters)."""
    handover = audit.lock(handover)
    rules.require("handovers.send_back", actor, handover)
    if handover.status != Status.TO_CONFIRM:
        raise WrongState("This does not wait to be confirmed.")
    note = note_down(handover, HandoverNote.About.SENT_BACK, short_reason(reason), actor)
    sender = handover.sent_by
    audit.move(handover, Status.IN_HAND, TRANSITIONS, actor=actor, note=note.pk)
    back = acting(actor)
    if sender is not None and sender.pk != back.pk:
        tell(handover, [sender], "handovers.sent_back", f"back:{note.pk}", person=back.full_name)
    return handover


@audit.verb("handovers.cancel", "ended the handover: it is not needed any more")
def cancel(handover: Handover, *, actor: Actor, reason: str = "") -> Handover:
    """The person goes on running the account. A reason is asked of people who end it by hand.

    Raises NotAllowed, and WrongState where the person leaves or is switched off: then it is needed.
    """
    handover = audit.lock(handover)
    rules.require("handovers.cancel", actor, handover)
    TRANSITIONS.require(handover.status, Status.CANCELLED)
    person = handover.person
    if not person.is_active or person.leaves_on is not None:
        raise WrongState(f"{person} leaves, or is switched off, so this handover is needed.")
    note = note_down(handover, HandoverNote.About.CANCELLED, short_reason(reason), actor).pk if reason else None
    handover.ended_at = clock.now()
    handover.ended_because = reason.strip() or _why_by_itself(handover)
    handover.save(update_fields=["ended_at", "ended_because"])
    audit.move(handover, Status.CANCELLED, TRANSITIONS, actor=actor, note=note)
    doer = None if isinstance(actor, SystemActor) else actor.pk
    people = {one.pk: one for one in [*leads(handover, Role.ADMINISTRATOR), person]}
    if handover.successor is not None:
        people[handover.successor.pk] = handover.successor
    others = [one for pk, one in people.items() if pk != doer]
    tell(handover, others, "handovers.cancelled", "cancelled")
    return handover


def _why_by_itself(handover: Handover) -> str:
    words = {
        Cause.LEAVING: f"{handover.person} stays.",
        Cause.SWITCHED_OFF: f"{handover.person} was switched on again.",
        Cause.NOT_READY: f"{handover.person} is ready again.",
    }
    return words.get(Cause(handover.cause), "")


def _require_done(handover: Handover, words: str) -> None:
    missing = steps.missing(handover)
    if missing:
        raise WrongState(f"{words}: {'; '.join(missing)}.")


def _tell_completed(handover: Handover) -> None:
    people: list[User] = [
        one for one in leads(handover, Role.ADMINISTRATOR) if one.pk not in (handover.confirmed_by_id,)
    ]
    tell(handover, [*people, *_still_here(handover.person)], "handovers.completed", "completed")
    if handover.successor is not None:
        page = handover.account.get_absolute_url()
        tell(handover, [handover.successor], "handovers.taken_over", "completed", url=page)


def _still_here(person: User) -> list[User]:
    return [person] if person.may_sign_in else []


def _this_sending(handover: Handover) -> str:
    return f"sent:{handover.sent_at.isoformat() if handover.sent_at else ''}"
