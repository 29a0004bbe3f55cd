"""Who may add people, give roles and switch people off."""

from core.actors import COMMAND_LINE, SET_UP, Actor
from core.rules import ALLOWED, Denied, Verdict, rule
from people.models import Role, User

NOBODY_OWN_ROLES = "Nobody changes their own roles. Ask another Administrator or a member of SLT."


OUTSIDE_ROLES = frozenset({Role.VOLUNTEER, Role.GOVERNOR, Role.CHAIR_OF_GOVERNORS})


def why_misfit(role: str, is_employed: bool) -> str:
    """Why a role cannot be held by somebody who is, or is not, employed by the school; empty where it can (P4)."""
    if role not in Role.values:
        return "This is not one of the roles."
    if not is_employed and role not in OUTSIDE_ROLES:
        return "Somebody who is not employed by the school can be a volunteer or a governor only."
    if is_employed and role == Role.VOLUNTEER:
        return "The role of volunteer is for people who are not employed by the school."
    return ""


def _is(actor: Actor, *roles: str) -> bool:
    return isinstance(actor, User) and actor.may_sign_in and actor.holds(*roles)


@rule("people.add_person", system=[SET_UP, COMMAND_LINE])
def add_person(actor: Actor, roles: frozenset[str]) -> Verdict:
    if not _is(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT adds people.")
    if Role.SLT in roles and not _is(actor, Role.SLT):
        return Denied("Only a member of SLT makes somebody a member of SLT.")
    return ALLOWED


@rule("people.invite", system=[SET_UP, COMMAND_LINE])
def invite(actor: Actor, person: User) -> Verdict:
    if not _is(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT sends invitations.")
    if person.holds(Role.SLT) and not _is(actor, Role.SLT):
        return Denied("Only a member of SLT sends a new link to a member of SLT.")
    if isinstance(actor, User) and actor.pk == person.pk:
        return Denied("You are signed in already.")
    return ALLOWED


@rule("people.change_role", system=[SET_UP])
def change_role(actor: Actor, person: User, role: str) -> Verdict:
    if isinstance(actor, User) and actor.pk == person.pk:
        return Denied(NOBODY_OWN_ROLES)
    if role == Role.SLT:
        if not _is(actor, Role.SLT):
            return Denied("Only a member of SLT gives or takes the role of SLT.")
        return ALLOWED
    if not _is(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT changes roles.")
    return ALLOWED


@rule("people.correct_person")
def correct_person(actor: Actor, person: User) -> Verdict:
    """Name, address and whether employed. By the address somebody could be impersonated, so SLT's are SLT's."""
    if not _is(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT corrects what is known of a person.")
    if person.holds(Role.SLT) and not _is(actor, Role.SLT):
        return Denied("Only a member of SLT corrects what is known of a member of SLT.")
    return ALLOWED


@rule("people.clear_second_steps")
def clear_second_steps(actor: Actor, person: User) -> Verdict:
    """For a lost phone. With it and a new link somebody could be impersonated, so it is SLT's alone."""
    if not _is(actor, Role.SLT):
        return Denied("Only a member of SLT takes away somebody's second step, for example when a phone was lost.")
    if isinstance(actor, User) and actor.pk == person.pk:
        return Denied("Change your own second step under “Sign-in settings”.")
    return ALLOWED


@rule("people.switch")
def switch(actor: Actor, person: User) -> Verdict:
    """Switching a person off or on."""
    if isinstance(actor, User) and actor.pk == person.pk:
        return Denied("Nobody switches themselves off. Ask another Administrator.")
    if not _is(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT switches people off or on.")
    if person.holds(Role.SLT) and not _is(actor, Role.SLT):
        return Denied("Only a member of SLT switches a member of SLT off or on.")
    return ALLOWED
