"""Who changes what about the school."""

from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule

# The roles' keys; their names and meaning are in the room of people, which stands above this one.
SLT, ADMINISTRATOR = "slt", "administrator"

LONGEST_RUN = 3  # days off in a row that an Administrator may enter


def _leads(actor: Actor, sentence: str) -> Verdict:
    return ALLOWED if is_one_of(actor, SLT, ADMINISTRATOR) else Denied(sentence)


def _slt(actor: Actor, sentence: str) -> Verdict:
    return ALLOWED if is_one_of(actor, SLT) else Denied(sentence)


@rule("school.see_settings")
def see_settings(actor: Actor) -> Verdict:
    return _leads(actor, "Only SLT and Administrators see the school's settings.")


@rule("school.change_details")
def change_details(actor: Actor) -> Verdict:
    return _leads(actor, "Only SLT and Administrators change the school's name and time zone.")


@rule("school.require_approvals")
def require_approvals(actor: Actor) -> Verdict:
    """A4: how many members of SLT must approve a case."""
    return _slt(actor, "Only SLT decides how many of its members must approve a business case.")


@rule("school.read_friday")
def read_friday(actor: Actor) -> Verdict:
    return _slt(actor, "Only SLT decides how the policy is read for Fridays.")


@rule("school.read_bank_holiday")
def read_bank_holiday(actor: Actor) -> Verdict:
    return _slt(actor, "Only SLT decides how the policy is read for bank holidays.")


@rule("school.read_day_end")
def read_day_end(actor: Actor) -> Verdict:
    return _slt(actor, "Only SLT decides when “on the next working day” ends.")


@rule("school.add_days_off")
def add_days_off(actor: Actor, run: int) -> Verdict:
    """`run`: how many days off would follow each other. School holidays are no days off (M1)."""
    if not is_one_of(actor, SLT, ADMINISTRATOR):
        return Denied("Only SLT and Administrators change the list of days off.")
    if run > LONGEST_RUN and not is_one_of(actor, SLT):
        return Denied(
            f"This makes {run} days off in a row. More than {LONGEST_RUN} need a member of SLT, because comments are "
            "answered in the school holidays too."
        )
    return ALLOWED


@rule("school.remove_day_off")
def remove_day_off(actor: Actor) -> Verdict:
    return _leads(actor, "Only SLT and Administrators change the list of days off.")


@rule("school.set_terms")
def set_terms(actor: Actor) -> Verdict:
    """Adding, changing and removing terms. They change no due time, only by which days figures are added up."""
    return _leads(actor, "Only SLT and Administrators change the dates of the terms.")


@rule("school.set_mail")
def set_mail(actor: Actor) -> Verdict:
    """Also taking the settings away."""
    if not is_one_of(actor, ADMINISTRATOR):
        return Denied("Only an Administrator changes how the portal sends e-mail.")
    return ALLOWED


@rule("school.test_mail")
def test_mail(actor: Actor) -> Verdict:
    if not is_one_of(actor, ADMINISTRATOR):
        return Denied("Only an Administrator sends a test message.")
    return ALLOWED
