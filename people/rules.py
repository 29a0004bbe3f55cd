"""Who may add people, give roles and switch people off."""

from collections.abc import Iterable

from allauth.mfa.utils import is_mfa_enabled

from core import clock
from core.actors import COMMAND_LINE, DAILY, SET_UP, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.absences.rules import decides_as
from people.models import Absence, Role, User

NOBODY_OWN_ROLES = "Nobody changes their own roles. Ask another Administrator or a member of SLT."


OUTSIDE_ROLES = frozenset({Role.VOLUNTEER, Role.GOVERNOR, Role.CHAIR_OF_GOVERNORS, Role.OUTSIDE_CONTACT})


def why_misfit(role: str, is_employed: bool) -> str:
    """Why a role cannot be held by somebody who is, or is not, employed by the school; empty where it can (P4)."""
    if role not in Role.values:
        return "This is not one of the roles."
    if not is_employed and role not in OUTSIDE_ROLES:
        return "Somebody who is not employed by the school can be a volunteer or a governor only."
    if is_employed and role == Role.OUTSIDE_CONTACT:
        return "The outside contact is somebody who is not employed by the school."
    if is_employed and role == Role.CHAIR_OF_GOVERNORS:
        return "The chair of governors is somebody who is not employed by the school."
    if is_employed and role == Role.VOLUNTEER:
        return "The role of volunteer is for people who are not employed by the school."
    return ""


def _could_be_taken_over(person: User) -> bool:
    """A new password alone would open what belongs to a role that must have a second step.

    The page shows the link to whoever makes it. Where the second step is set up, it still stands in the way; where
    somebody has never come in, there is nobody yet to be taken over. In between, after a lost second step was taken
    away, an Administrator could become this person: so the link is SLT's, who could give themselves every role anyway.
    Whoever acts for SLT could add a second step of their own, and then decide.
    """
    if not person.has_come_in or is_mfa_enabled(person):
        return False
    return person.needs_second_factor or _acts_for(person, Role.SLT)


def _speaks_for_governors(person: User) -> bool:
    """Decides what SLT cannot, its own cases among it, so neither SLT nor an Administrator may become this person."""
    if not person.has_come_in or is_mfa_enabled(person):
        return False
    if person.holds(Role.CHAIR_OF_GOVERNORS, Role.OUTSIDE_CONTACT):
        return True
    return _acts_for(person, Role.CHAIR_OF_GOVERNORS)


def _acts_for(person: User, role: str) -> bool:
    """Whether somebody who decides by `role` has named `person` to act for them, today or later (A4)."""
    named = Absence.objects.filter(delegate=person, ended_at=None, until_on__gte=clock.today())
    return any(decides_as(one.person) == role for one in named.prefetch_related("person__grants"))


def _but_for_the_chair(actor: Actor, roles: Iterable[str]) -> Verdict:
    """SLT does not choose who decides SLT's own cases and reads the incidents that name SLT (A4, H5)."""
    if is_one_of(actor, Role.ADMINISTRATOR):
        return ALLOWED
    if Role.CHAIR_OF_GOVERNORS in roles:
        return Denied("The chair of governors decides what SLT cannot, so only an Administrator does this.")
    if Role.OUTSIDE_CONTACT in roles:
        return Denied("The outside contact reads the incidents that name SLT, so only an Administrator does this.")
    return ALLOWED


@rule("people.add_person", system=[SET_UP, COMMAND_LINE])
def add_person(actor: Actor, roles: frozenset[str]) -> Verdict:
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT adds people.")
    if Role.SLT in roles and not is_one_of(actor, Role.SLT):
        return Denied("Only a member of SLT makes somebody a member of SLT.")
    return _but_for_the_chair(actor, roles)


@rule("people.invite", system=[SET_UP, COMMAND_LINE])
def invite(actor: Actor, person: User) -> Verdict:
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT sends invitations.")
    if person.holds(Role.SLT) and not is_one_of(actor, Role.SLT):
        return Denied("Only a member of SLT sends a new link to a member of SLT.")
    if _speaks_for_governors(person):
        return Denied(
            f"{person} decides for the governors what SLT cannot decide itself, and has no second step. So nobody "
            f"here makes a link for {person}, who chooses a new password alone: by “I have forgotten my password”."
        )
    if _could_be_taken_over(person) and not is_one_of(actor, Role.SLT):
        return Denied(
            f"{person} has no second step at the moment, so whoever holds a new link could sign in as {person}. "
            "Only a member of SLT makes it."
        )
    if isinstance(actor, User) and actor.pk == person.pk:
        return Denied("You are signed in already.")
    return _but_for_the_chair(actor, person.roles)


@rule("people.change_role", system=[SET_UP])
def change_role(actor: Actor, person: User, role: str) -> Verdict:
    if isinstance(actor, User) and actor.pk == person.pk:
        return Denied(NOBODY_OWN_ROLES)
    if role == Role.SLT:
        if not is_one_of(actor, Role.SLT):
            return Denied("Only a member of SLT gives or takes the role of SLT.")
        return ALLOWED
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT changes roles.")
    return _but_for_the_chair(actor, {role})


@rule("people.correct_person")
def correct_person(actor: Actor, person: User) -> Verdict:
    """Name, address and whether employed. By the address somebody could be impersonated, so SLT's are SLT's."""
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT corrects what is known of a person.")
    if person.holds(Role.SLT) and not is_one_of(actor, Role.SLT):
        return Denied("Only a member of SLT corrects what is known of a member of SLT.")
    return _but_for_the_chair(actor, person.roles)


@rule("people.switch")
def switch(actor: Actor, person: User) -> Verdict:
    """Switching a person off or on."""
    if isinstance(actor, User) and actor.pk == person.pk:
        return Denied("Nobody switches themselves off. Ask another Administrator.")
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT switches people off or on.")
    if person.holds(Role.SLT) and not is_one_of(actor, Role.SLT):
        return Denied("Only a member of SLT switches a member of SLT off or on.")
    return _but_for_the_chair(actor, person.roles)


@rule("people.leaving_day")
def leaving_day(actor: Actor, person: User) -> Verdict:
    """Recording somebody's last working day, or taking it out (R3)."""
    if isinstance(actor, User) and actor.pk == person.pk:
        return Denied("Nobody records their own last working day. Ask an Administrator or a member of SLT.")
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT records who leaves.")
    if person.holds(Role.SLT) and not is_one_of(actor, Role.SLT):
        return Denied("Only a member of SLT records when a member of SLT leaves.")
    return _but_for_the_chair(actor, person.roles)


@rule("people.access_ended", system=[DAILY])
def access_ended(actor: Actor, person: User) -> Verdict:
    return Denied("Access ends by itself once the last working day is over.")


@rule("people.add_staff_list")
def add_staff_list(actor: Actor) -> Verdict:
    """Whether each person of the list may be added is asked by `people.add_person`, role by role."""
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT adds a staff list.")
    return ALLOWED


@rule("people.invite_waiting")
def invite_waiting(actor: Actor) -> Verdict:
    """Whom among those who wait the actor may invite, `people.invite` says."""
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only an Administrator or a member of SLT sends invitations.")
    return ALLOWED
