"""Who sees and changes how incidents are handled. Whom a report is led to is never one person's quiet choice (H5)."""

from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.models import Role, User


@rule("incidents.see_settings")
def see_settings(actor: Actor) -> Verdict:
    if is_one_of(actor, Role.SLT, Role.ADMINISTRATOR):
        return ALLOWED
    return Denied("Only SLT and Administrators see how incidents are handled.")


@rule("incidents.change_settings")
def change_settings(actor: Actor) -> Verdict:
    """How soon, when to ask again, and which numbers."""
    return ALLOWED if is_one_of(actor, Role.SLT) else Denied("Only SLT changes how incidents are handled.")


@rule("incidents.order_seniors")
def order_seniors(actor: Actor, person: User) -> Verdict:
    """Move `person` in the order in which SLT is asked. Everybody in SLT and the governors' side hear of it."""
    if not is_one_of(actor, Role.SLT):
        return Denied("Only SLT says in which order its members are asked.")
    if not is_one_of(person, Role.SLT):
        return Denied("Only members of SLT have a place in this order.")
    return ALLOWED
