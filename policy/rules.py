"""Who writes the policy, who must acknowledge it, and who records training. Rows P1, P2, P3."""

from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, rule
from people.models import Role, User


def _is(actor: Actor, *roles: str) -> bool:
    return isinstance(actor, User) and actor.may_sign_in and actor.holds(*roles)


@rule("policy.write")
def write(actor: Actor) -> Verdict:
    """Writing, publishing and throwing away the draft."""
    if not _is(actor, Role.SLT):
        return Denied("Only a member of SLT writes and publishes the policy.")
    return ALLOWED


@rule("policy.acknowledge")
def acknowledge(actor: Actor) -> Verdict:
    if not (isinstance(actor, User) and actor.may_sign_in):
        return Denied("Only a person who is signed in acknowledges the policy, and only for themselves.")
    return ALLOWED


@rule("policy.see_readiness")
def see_readiness(actor: Actor) -> Verdict:
    """Who has acknowledged the policy and been trained, person by person; and reminding those who have not."""
    if not _is(actor, Role.SLT, Role.ADMINISTRATOR):
        return Denied("Only SLT and Administrators see who has read the policy and been trained.")
    return ALLOWED


@rule("policy.record_training")
def record_training(actor: Actor, person: User) -> Verdict:
    if not _is(actor, Role.SLT, Role.ADMINISTRATOR):
        return Denied("Only SLT and Administrators record training.")
    if isinstance(actor, User) and actor.pk == person.pk:
        return Denied("Nobody records their own training. Ask another member of SLT or an Administrator.")
    return ALLOWED


@rule("policy.strike_training")
def strike_training(actor: Actor) -> Verdict:
    if not _is(actor, Role.SLT, Role.ADMINISTRATOR):
        return Denied("Only SLT and Administrators strike out a training record.")
    return ALLOWED
