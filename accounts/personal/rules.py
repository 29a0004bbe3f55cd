"""Whose personal accounts are whose, and who checks them (R5)."""

from accounts.personal.models import PersonalAccount
from core.actors import DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, rule
from people.models import Role, User


@rule("personal.declare")
def declare(actor: Actor) -> Verdict:
    """Anybody who may sign in, for themselves: the policy binds volunteers and parents as well (P4)."""
    if not (isinstance(actor, User) and actor.may_sign_in):
        return Denied("Only somebody who is signed in declares a personal account, and only their own.")
    return ALLOWED


@rule("personal.change")
def change(actor: Actor, account: PersonalAccount) -> Verdict:
    """Sending it in again and withdrawing it: its owner alone."""
    if not (isinstance(actor, User) and actor.may_sign_in and actor.pk == account.person_id):
        return Denied(f"Only {account.person}, whose account this is, can do that.")
    return ALLOWED


@rule("personal.check")
def check(actor: Actor, account: PersonalAccount) -> Verdict:
    """An Administrator; SLT too for an Administrator's account, or where there is none. Nobody checks their own."""
    if not (isinstance(actor, User) and actor.may_sign_in):
        return Denied("Only an Administrator checks personal accounts.")
    if actor.pk == account.person_id:
        return Denied("Nobody checks their own account. Another Administrator or a member of SLT does it.")
    if actor.holds(Role.ADMINISTRATOR) or (actor.holds(Role.SLT) and _is_for_slt(account.person)):
        return ALLOWED
    return Denied("An Administrator checks personal accounts. SLT checks only those of Administrators.")


def _is_for_slt(owner: User) -> bool:
    return owner.holds(Role.ADMINISTRATOR) or not User.objects.holding(Role.ADMINISTRATOR).exists()


@rule("personal.remind", system=[DAILY])
def remind(actor: Actor) -> Verdict:
    return Denied("The portal reminds people by itself.")
