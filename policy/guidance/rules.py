"""Who writes the guidance, and who keeps the log of lessons. Rows P5, P6."""

from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, is_one_of, rule
from people.models import Role, User
from policy.guidance.models import INSIDE, EducationSession

RECORDERS = (
    *(Role.STAFF, Role.SLT, Role.ADMINISTRATOR),
    *(Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD),
)


@rule("guidance.write")
def write(actor: Actor) -> Verdict:
    """Changing, adding, taking away and restoring pages, also the one for families; and seeing their history."""
    if not is_one_of(actor, Role.SLT):
        return Denied("Only a member of SLT changes the guidance.")
    return ALLOWED


@rule("guidance.see_sessions")
def see_sessions(actor: Actor) -> Verdict:
    if not is_one_of(actor, *INSIDE):
        return Denied("The log of lessons and sessions is for staff and governors.")
    return ALLOWED


@rule("guidance.record_session")
def record_session(actor: Actor) -> Verdict:
    if not is_one_of(actor, *RECORDERS):
        return Denied("Only staff, SLT, Administrators and safeguarding leads record lessons and sessions.")
    return ALLOWED


@rule("guidance.strike_session")
def strike_session(actor: Actor, session: EducationSession) -> Verdict:
    """Whoever recorded it, for their own slip; SLT and Administrators for any."""
    if is_one_of(actor, Role.SLT, Role.ADMINISTRATOR):
        return ALLOWED
    if is_one_of(actor, *RECORDERS) and isinstance(actor, User) and actor.pk == session.recorded_by_id:
        return ALLOWED
    return Denied("Only whoever recorded it, SLT and Administrators strike out a session.")
