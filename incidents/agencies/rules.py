"""Who reads and keeps the directory (I2)."""

from core.actors import DAILY, Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from incidents.models import LED_TO, Incident
from people.models import Role, User

KEEP_IT = (Role.SLT, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD, Role.ADMINISTRATOR)
READ_IT = tuple({role for roles in LED_TO.values() for role in roles})


@rule("incidents.read_directory")
def read_directory(actor: Actor) -> Verdict:
    """Whoever handles incidents, by role or by name."""
    if is_one_of(actor, *READ_IT):
        return ALLOWED
    if isinstance(actor, User) and Incident.objects.visible_to(actor).exists():
        return ALLOWED
    return Denied("Only the people who handle incidents read this directory.")


@rule("incidents.change_directory")
def change_directory(actor: Actor) -> Verdict:
    if is_one_of(actor, *KEEP_IT):
        return ALLOWED
    return Denied("SLT, the safeguarding leads and Administrators keep this directory.")


@rule("incidents.remind_to_chase", system=[DAILY])
def remind_to_chase(actor: Actor, incident: Incident) -> Verdict:
    return Denied("The portal itself reminds of answers that have not come.")
