"""Who says that somebody is away, and who can act for whom (A4)."""

from datetime import date

from allauth.mfa.utils import is_mfa_enabled

from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, rule
from people.models import Absence, Role, User

OF_GOVERNORS = "Somebody of the leadership team (SLT) never acts for the chair of governors."


def decides_as(person: User) -> str:
    """The role by which `person` decides business cases: SLT's or the chair's, or empty."""
    if person.is_slt:
        return Role.SLT
    return Role.CHAIR_OF_GOVERNORS if person.holds(Role.CHAIR_OF_GOVERNORS) else ""


def lends(absence: Absence) -> bool:
    """Whether whoever acts may decide business cases today in the place of the person who is away.

    Judged anew each day: a second step may have been switched off, or a role taken, since they were named. And the
    person held the role by then. Else an Administrator, who has no say in who acts for SLT, could name somebody
    beforehand.
    """
    person, delegate = absence.person, absence.delegate
    role = decides_as(person)
    since = [grant.granted_at for grant in person.grants.all() if grant.role == role and grant.revoked_at is None]
    if not since or absence.made_at < max(since):
        return False
    return person.may_sign_in and delegate.may_sign_in and not why_unfit(person, delegate)


@rule("people.record_absence")
def record_absence(actor: Actor, person: User) -> Verdict:
    """One's own; for others SLT and Administrators. The chair's stand-in decides SLT's own cases: SLT has no say."""
    if not (isinstance(actor, User) and actor.may_sign_in):
        return Denied("Only somebody who is signed in says who is away.")
    if actor.pk == person.pk:
        return ALLOWED
    match decides_as(person):
        case Role.SLT:
            if not actor.is_slt:
                return Denied("Only SLT says that a member of SLT is away, and who acts for them.")
        case Role.CHAIR_OF_GOVERNORS:
            if not actor.is_administrator or actor.is_slt:
                return Denied("Only the chair of governors or an Administrator says who acts for the chair, never SLT.")
        case _:
            if not actor.holds(Role.SLT, Role.ADMINISTRATOR):
                return Denied("Only SLT and Administrators say that somebody else is away.")
    return ALLOWED


@rule("people.end_absence")
def end_absence(actor: Actor, absence: Absence) -> Verdict:
    """Whoever may say that the person is away."""
    return record_absence(actor, absence.person)


def why_unfit(person: User, delegate: User) -> str:
    """Why `delegate` is not one who can act for `person`, whatever the days; empty where they are."""
    if person.pk == delegate.pk:
        return "Name somebody else: nobody acts for themselves."
    match decides_as(person):
        case Role.SLT:
            if delegate.is_slt or (delegate.is_employed and is_mfa_enabled(delegate)):
                return ""
            return (
                f"For a member of SLT, name another member of SLT, or somebody employed by the school who has "
                f"a second step at sign-in. {delegate} is neither."
            )
        case Role.CHAIR_OF_GOVERNORS:
            if delegate.is_slt:
                return OF_GOVERNORS
            return "" if delegate.holds(Role.GOVERNOR) else "For the chair of governors, name a governor."
        case _:
            if person.is_employed and not delegate.is_employed:
                return f"For somebody employed by the school, name a colleague. {delegate} is not employed here."
    return ""


def why_not(person: User, delegate: User, from_on: date, until_on: date) -> str:
    """Why `delegate` cannot act for `person` from one day to another; empty where they can."""
    if not delegate.may_sign_in:
        return f"{delegate} cannot sign in any more. Name somebody else."
    if not delegate.has_usable_password() and delegate.last_login is None:
        return f"{delegate} has not signed in to the portal yet. Name somebody else."
    if delegate.leaves_on is not None and delegate.leaves_on < until_on:
        return f"{delegate} leaves before the last of these days. Name somebody else."
    if Absence.objects.overlapping(from_on, until_on).filter(person=delegate).exists():
        return f"{delegate} is away in these days too. Name somebody else."
    return why_unfit(person, delegate)
