"""Who leads the investigation (I3)."""

from audit import workflow as audit
from core.errors import InvalidInput, WrongState
from incidents import telling
from incidents.models import Incident
from incidents.staffing import handlers
from incidents.states import SHUT_OUT, TRANSITIONS, EntryKind, Part, Status
from incidents.workflow.naming import give_part, handling
from incidents.workflow.writing import write
from people.models import User


@audit.verb("incidents.start_investigation", "started the investigation")
def start_investigation(incident: Incident, *, actor: User, lead: User) -> Incident:
    """Name who leads the investigation (I3); whoever leads it may read it.

    Raises NotAllowed, WrongState, InvalidInput (the lead has left, is named in it, or is a volunteer).
    """
    incident = handling(incident, actor)
    # Only `reopen` leads back from an outcome: it asks for the right to do so, and for a reason.
    if incident.status == Status.RESOLVED:
        raise WrongState("This incident has its outcome. Open it again, saying why, to investigate further.")
    TRANSITIONS.require(incident.status, Status.INVESTIGATING)
    _give_lead(incident, lead, actor)
    audit.move(incident, Status.INVESTIGATING, TRANSITIONS, actor=actor)
    write(incident, EntryKind.STATE, f"Investigation started, led by {lead}.", actor)
    return incident


@audit.verb("incidents.change_lead", "gave the investigation to somebody else")
def change_lead(incident: Incident, *, actor: User, lead: User) -> Incident:
    """Let somebody else lead it from now on, or somebody again where nobody does.

    Whoever led it goes on reading it. Raises NotAllowed, WrongState (it is not being investigated, or they lead it
    already), InvalidInput as above.
    """
    incident = handling(incident, actor)
    if incident.status != Status.INVESTIGATING:
        raise WrongState("Somebody leads an incident while it is being investigated.")
    if incident.lead_id == lead.pk:
        raise InvalidInput(f"{lead} leads it already.", "lead")
    _give_lead(incident, lead, actor)
    audit.record("incidents.change_lead", incident, actor=actor, lead=lead.pk)
    write(incident, EntryKind.STATE, f"{lead} leads the investigation from now on.", actor)
    return incident


def _give_lead(incident: Incident, lead: User, actor: User) -> None:
    if incident.involvements.filter(person=lead, part__in=SHUT_OUT, ended_at=None).exists():
        raise InvalidInput(f"{lead} is named in this incident, so somebody else leads it.", "lead")
    reads_it = handlers(incident).filter(pk=lead.pk).exists()
    if not lead.may_sign_in or not (lead.is_employed or reads_it):
        raise InvalidInput("Choose somebody who works here now, or who handles this incident already.", "lead")
    incident.lead = lead
    incident.save(update_fields=["lead"])
    if not reads_it:
        give_part(incident, lead, Part.HANDLER, actor)
    if lead != actor:
        telling.tell([lead], "incidents.lead_named", incident, f"lead:{incident.entries.count()}")
