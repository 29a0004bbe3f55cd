"""Who takes courses, who writes them, and who chases (P3)."""

from core.actors import DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.models import Role, User
from policy.courses.models import Attempt


@rule("courses.write")
def write(actor: Actor) -> Verdict:
    """Writing, offering and retiring courses."""
    if not is_one_of(actor, Role.SLT):
        return Denied("Only a member of SLT writes courses.")
    return ALLOWED


@rule("courses.take")
def take(actor: Actor) -> Verdict:
    if not (isinstance(actor, User) and actor.may_sign_in):
        return Denied("Only a person who is signed in takes a course, and only for themselves.")
    return ALLOWED


@rule("courses.finish_attempt")
def finish_attempt(actor: Actor, attempt: Attempt) -> Verdict:
    if not (isinstance(actor, User) and actor.may_sign_in and actor.pk == attempt.person_id):
        return Denied("Everybody answers their own quiz only.")
    return ALLOWED


@rule("courses.see_due")
def see_due(actor: Actor) -> Verdict:
    """Whose training is missing or runs out; reminding them; recording who attended; checking a certificate."""
    if not is_one_of(actor, Role.SLT, Role.ADMINISTRATOR):
        return Denied("Only SLT and Administrators look after training.")
    return ALLOWED


@rule("courses.remind_expiring", system=[DAILY])
def remind_expiring(actor: Actor) -> Verdict:
    return Denied("The portal sends these reminders by itself.")
