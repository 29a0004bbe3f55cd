"""Who writes the policy, who must acknowledge it, and who records training. Rows P1, P2, P3, P7."""

from core.actors import COURSES, DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.models import Role, User


@rule("policy.write")
def write(actor: Actor) -> Verdict:
    """Writing, publishing and throwing away the draft."""
    if not is_one_of(actor, Role.SLT):
        return Denied("Only a member of SLT writes and publishes the policy.")
    return ALLOWED


@rule("policy.acknowledge")
def acknowledge(actor: Actor) -> Verdict:
    if not (isinstance(actor, User) and actor.may_sign_in):
        return Denied("Only a person who is signed in acknowledges the policy, and only for themselves.")
    return ALLOWED


@rule("policy.declare")
def declare(actor: Actor) -> Verdict:
    if not (isinstance(actor, User) and actor.may_sign_in):
        return Denied("Only a person who is signed in makes the yearly declaration, and only for themselves.")
    return ALLOWED


@rule("policy.remind_review", system=[DAILY])
def remind_review(actor: Actor) -> Verdict:
    return Denied("The portal itself reminds of the review, on its days.")


@rule("policy.remind_declaration", system=[DAILY])
def remind_declaration(actor: Actor) -> Verdict:
    return Denied("The portal itself reminds of the declaration, on its days.")


@rule("policy.see_readiness")
def see_readiness(actor: Actor) -> Verdict:
    """Who has acknowledged the policy and been trained, person by person; and reminding those who have not."""
    if not is_one_of(actor, Role.SLT, Role.ADMINISTRATOR):
        return Denied("Only SLT and Administrators see who has read the policy and been trained.")
    return ALLOWED


@rule("policy.record_training")
def record_training(actor: Actor, person: User) -> Verdict:
    if not is_one_of(actor, Role.SLT, Role.ADMINISTRATOR):
        return Denied("Only SLT and Administrators record training.")
    if isinstance(actor, User) and actor.pk == person.pk:
        return Denied("Nobody records their own training. Ask another member of SLT or an Administrator.")
    return ALLOWED


@rule("policy.record_attendance")
def record_attendance(actor: Actor) -> Verdict:
    """That many people attended; each of them is asked for by `policy.record_training` too."""
    if not is_one_of(actor, Role.SLT, Role.ADMINISTRATOR):
        return Denied("Only SLT and Administrators record training.")
    return ALLOWED


@rule("policy.complete_course", system=[COURSES])
def complete_course(actor: Actor) -> Verdict:
    """A quiz that was passed: the portal has marked it itself, and nobody can say so for themselves."""
    return Denied("Only the portal records that a quiz was passed.")


@rule("policy.strike_training")
def strike_training(actor: Actor) -> Verdict:
    if not is_one_of(actor, Role.SLT, Role.ADMINISTRATOR):
        return Denied("Only SLT and Administrators strike out a training record.")
    return ALLOWED
