"""Who may bring an account into the register, give it its mandate, create and close it, and remind runners (R1, A2)."""

from accounts.models import SEE_ALL, Account
from core.actors import DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.absences.selectors import acting_for
from people.models import Role, User


@rule("accounts.open_account")
def open_account(actor: Actor) -> Verdict:
    """Whoever decides business cases. Which case somebody may decide is the rule of `applications.approve`."""
    if is_one_of(actor, Role.SLT, Role.CHAIR_OF_GOVERNORS):
        return ALLOWED
    if isinstance(actor, User) and actor.may_sign_in and acting_for(actor):
        return ALLOWED  # while one of them is away (A4)
    return Denied("Only SLT, or the chair of governors in SLT's place, decides that the school has an account.")


@rule("accounts.give_mandate")
def give_mandate(actor: Actor, account: Account) -> Verdict:
    return open_account(actor)


@rule("accounts.register_existing")
def register_existing(actor: Actor) -> Verdict:
    if not (isinstance(actor, User) and actor.may_sign_in):
        return Denied("Only somebody who can sign in registers an account that the school runs already.")
    return ALLOWED


@rule("accounts.amend_registration")
def amend_registration(actor: Actor, account: Account) -> Verdict:
    return register_existing(actor)


@rule("accounts.provision")
def provision(actor: Actor, account: Account) -> Verdict:
    """Working through the checklist, and saying under which handle and address the account was created."""
    if not is_one_of(actor, Role.ADMINISTRATOR):
        return Denied("An Administrator creates the account and works through its checklist.")
    return ALLOWED


@rule("accounts.correct_details")
def correct_details(actor: Actor, account: Account) -> Verdict:
    """Its name, handle, address and the platform's own id; the rest is SLT's decision."""
    if not is_one_of(actor, Role.ADMINISTRATOR):
        return Denied("Only an Administrator corrects what the register says of an account.")
    return ALLOWED


@rule("accounts.name_runners")
def name_runners(actor: Actor, account: Account) -> Verdict:
    """Saying who runs it and who leads it, once SLT has approved it."""
    if not is_one_of(actor, Role.ADMINISTRATOR):
        return Denied("Only an Administrator changes who runs an account. Tell one of them whom you would like.")
    return ALLOWED


@rule("accounts.note_few", system=[DAILY])
def note_few(actor: Actor) -> Verdict:
    return Denied("The portal looks by itself how many members of staff run each account.")


@rule("accounts.review")
def review(actor: Actor, account: Account) -> Verdict:
    """The yearly look: still needed, active, the right people?"""
    if not is_one_of(actor, Role.ADMINISTRATOR, Role.SLT):
        return Denied("Only SLT and Administrators decide at the yearly look whether an account goes on.")
    return ALLOWED


@rule("accounts.remind_reviews", system=[DAILY])
def remind_reviews(actor: Actor) -> Verdict:
    return Denied("The portal reminds by itself of the accounts that are to be looked at.")


@rule("accounts.note_readiness", system=[DAILY])
def note_readiness(actor: Actor) -> Verdict:
    return Denied("The portal looks by itself who is ready.")


@rule("accounts.remind_unready")
def remind_unready(actor: Actor, account: Account) -> Verdict:
    """Whoever may know whether those who run it are ready: those who oversee all accounts, and its lead."""
    if is_one_of(actor, *SEE_ALL) or (isinstance(actor, User) and actor.may_sign_in and account.is_led_by(actor)):
        return ALLOWED
    return Denied("Only the lead of this account, SLT, Administrators and safeguarding leads remind those who run it.")
