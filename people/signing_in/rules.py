"""Who ends sessions, and who takes away a second step that was lost."""

from core.actors import COMMAND_LINE, DAILY, SIGN_IN, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.models import Role, StepReset, User


def _is_same(actor: Actor, person: User) -> bool:
    return isinstance(actor, User) and actor.pk == person.pk


@rule("people.end_session")
def end_session(actor: Actor, person: User) -> Verdict:
    """Everybody ends their own; another's end by switching them off."""
    return ALLOWED if _is_same(actor, person) else Denied("You end only your own sessions.")


@rule("people.clear_second_steps", system=[COMMAND_LINE])
def clear_second_steps(actor: Actor, person: User) -> Verdict:
    """For a lost phone, by one person alone: SLT, for somebody whose role opens little.

    With this and a new password somebody could be impersonated. Whoever must have a second step therefore loses it
    only by two people together (`people.ask_step_reset`), or by whoever runs the portal's own machine.
    """
    if _is_same(actor, person):
        return Denied("Change your own second step under “Your sign-in”.")
    if not is_one_of(actor, Role.SLT):
        return Denied("Only a member of SLT takes away somebody's second step alone. You can ask for it.")
    if person.needs_second_factor:
        return Denied(f"{person} must have a second step, so two people take it away: one asks, another agrees.")
    return ALLOWED


@rule("people.ask_step_reset")
def ask_step_reset(actor: Actor, person: User) -> Verdict:
    if _is_same(actor, person):
        return Denied("Change your own second step under “Your sign-in”, or ask somebody else if you lost it.")
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT asks that a lost second step be taken away.")
    return ALLOWED


@rule("people.agree_step_reset")
def agree_step_reset(actor: Actor, reset: StepReset) -> Verdict:
    """Two different people, neither of them the one it is about."""
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT) or not isinstance(actor, User):
        return Denied("Only an Administrator or a member of SLT agrees to this.")
    if actor.pk == reset.asked_by_id:
        return Denied("You asked for this yourself, so somebody else agrees or refuses.")
    if actor.pk == reset.person_id:
        return Denied("This is your own second step, so somebody else agrees.")
    return ALLOWED


@rule("people.refuse_step_reset")
def refuse_step_reset(actor: Actor, reset: StepReset) -> Verdict:
    """The person it is about may refuse too: they know best whether their phone is lost."""
    if isinstance(actor, User) and actor.may_sign_in and actor.pk == reset.person_id:
        return ALLOWED
    return agree_step_reset(actor, reset)


@rule("people.lapse_step_reset", system=[DAILY])
def lapse_step_reset(actor: Actor, reset: StepReset) -> Verdict:
    return Denied("A request runs out by itself after 24 hours.")


@rule("people.add_by_provider", system=[SIGN_IN])
def add_by_provider(actor: Actor) -> Verdict:
    return Denied("Only the portal itself adds people at their first sign-in.")


@rule("people.link_sign_in", system=[SIGN_IN])
def link_sign_in(actor: Actor, person: User) -> Verdict:
    """Nobody links by hand: whoever is linked can come in."""
    return Denied("A sign-in is linked by signing in with it.")


@rule("people.unlink_sign_in")
def unlink_sign_in(actor: Actor, person: User) -> Verdict:
    return ALLOWED if _is_same(actor, person) else Denied("Everybody removes only their own link.")
