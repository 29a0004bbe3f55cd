"""Who opens handovers, decides about them, does their steps and confirms them (R3)."""

from accounts.handovers.models import Handover
from accounts.models import Account
from core.actors import DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.models import Role, User

LEADS = (Role.ADMINISTRATOR, Role.SLT)


def _leads(actor: Actor, handover: Handover) -> Verdict:
    """Administrators and SLT, except whoever stops running the account."""
    if not is_one_of(actor, *LEADS):
        return Denied("Administrators and SLT see to handovers.")
    if isinstance(actor, User) and actor.pk == handover.person_id:
        return Denied("This is about what you run yourself, so another Administrator or member of SLT sees to it.")
    return ALLOWED


@rule("handovers.open_handover", system=[DAILY])
def open_handover(actor: Actor, account: Account) -> Verdict:
    """Whoever may record a last working day, or switch somebody off, is one of these."""
    if not is_one_of(actor, *LEADS):
        return Denied("Only an Administrator or a member of SLT opens a handover.")
    return ALLOWED


@rule("handovers.move_due_day", system=[DAILY])
def move_due_day(actor: Actor, handover: Handover) -> Verdict:
    return _leads(actor, handover)


@rule("handovers.choose")
def choose(actor: Actor, handover: Handover) -> Verdict:
    """Choosing what becomes of the account, and choosing again."""
    return _leads(actor, handover)


@rule("handovers.answer")
def answer(actor: Actor, handover: Handover) -> Verdict:
    """Accepting, and declining."""
    if isinstance(actor, User) and actor.may_sign_in and actor.pk == handover.successor_id:
        return ALLOWED
    return Denied("Only the person who was asked to take the account over answers this.")


@rule("handovers.do_step")
def do_step(actor: Actor, handover: Handover) -> Verdict:
    """Ticking, unticking, and passing open work on."""
    return _leads(actor, handover)


@rule("handovers.end_grants")
def end_grants(actor: Actor, handover: Handover) -> Verdict:
    verdict = _leads(actor, handover)
    if verdict and not is_one_of(actor, Role.ADMINISTRATOR):
        return Denied("Only an Administrator takes back what somebody was given from the vault.")
    return verdict


@rule("handovers.send_to_confirm")
def send_to_confirm(actor: Actor, handover: Handover) -> Verdict:
    return _leads(actor, handover)


@rule("handovers.confirm")
def confirm(actor: Actor, handover: Handover) -> Verdict:
    """A second person, who neither did it nor takes the account over."""
    verdict = _leads(actor, handover)
    if verdict and isinstance(actor, User):
        if actor.pk == handover.sent_by_id:
            return Denied("You sent this to be confirmed, so another Administrator or member of SLT confirms it.")
        if actor.pk == handover.successor_id:
            return Denied("You take the account over, so another Administrator or member of SLT confirms it.")
    return verdict


@rule("handovers.send_back")
def send_back(actor: Actor, handover: Handover) -> Verdict:
    """Whoever may confirm it, and whoever sent it: they may find something themselves."""
    return _leads(actor, handover)


@rule("handovers.cancel", system=[DAILY])
def cancel(actor: Actor, handover: Handover) -> Verdict:
    return _leads(actor, handover)


@rule("handovers.overdue", system=[DAILY])
def overdue(actor: Actor, handover: Handover) -> Verdict:
    return Denied("The portal notes by itself what is overdue.")


@rule("handovers.remind", system=[DAILY])
def remind(actor: Actor) -> Verdict:
    return Denied("The portal reminds people by itself.")


@rule("handovers.read_evidence")
def read_evidence(actor: Actor, handover: Handover) -> Verdict:
    """Who knew which password is for those who answer for it."""
    if is_one_of(actor, *LEADS):
        return ALLOWED
    return Denied("Only Administrators and SLT read the evidence of a handover.")
