"""Who may suspend and close an account, work through its checklists, and change what they say (R1, R3)."""

from accounts.models import SEE_ALL, Account
from core.actors import DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.models import Role, User


def _runs(actor: Actor, account: Account) -> bool:
    return isinstance(actor, User) and actor.may_sign_in and account.is_run_by(actor)


@rule("accounts.suspend")
def suspend(actor: Actor, account: Account) -> Verdict:
    """Whoever oversees all accounts, and those who run this one: to stop it in time is for everybody near it."""
    if is_one_of(actor, *SEE_ALL) or _runs(actor, account):
        return ALLOWED
    return Denied("Only those who run this account, SLT, Administrators and safeguarding leads suspend it.")


@rule("accounts.resume")
def resume(actor: Actor, account: Account) -> Verdict:
    if is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return ALLOWED
    return Denied("Only an Administrator or a member of SLT says that a suspended account is used again.")


@rule("accounts.clear_up")
def clear_up(actor: Actor, account: Account) -> Verdict:
    """Working through the checklist after an account was hacked."""
    if is_one_of(actor, *SEE_ALL) or _runs(actor, account):
        return ALLOWED
    return Denied("Only those who run this account, SLT, Administrators and safeguarding leads tick these steps.")


@rule("accounts.close")
def close(actor: Actor, account: Account) -> Verdict:
    """Beginning to close an account, working through its checklist, calling it off, and finishing it."""
    if is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return ALLOWED
    return Denied("Only an Administrator or a member of SLT closes an account.")


@rule("accounts.remind_of_closing", system=[DAILY])
def remind_of_closing(actor: Actor) -> Verdict:
    return Denied("The portal looks by itself which accounts have been closing for long.")


@rule("accounts.read_checklists")
def read_checklists(actor: Actor) -> Verdict:
    if is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return ALLOWED
    return Denied("Administrators keep the checklists; SLT can read them.")


@rule("accounts.edit_checklists")
def edit_checklists(actor: Actor) -> Verdict:
    if is_one_of(actor, Role.ADMINISTRATOR):
        return ALLOWED
    return Denied("An Administrator changes what the checklists say.")
