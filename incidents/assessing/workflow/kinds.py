"""It is of another kind than the report said: other people may handle it, and other clocks run (I1, I2, I5)."""

from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput
from incidents import telling
from incidents.handling import handling_of
from incidents.models import Incident
from incidents.staffing import handlers
from incidents.states import Category, Clock, EntryKind
from incidents.timing import URGENT
from incidents.workflow.clocks import start_clocks
from incidents.workflow.handing_on import pass_on_tasks
from incidents.workflow.naming import lead_anew
from incidents.workflow.writing import write
from people.models import User


@audit.verb("incidents.recategorise", "said that the incident is of another kind")
def recategorise(incident: Incident, *, actor: User, category: str, reason: str) -> Incident:
    """Lead it to those who handle such incidents, and start the clocks of that kind. None that runs is stopped.

    Whoever set it may not handle it any more after that. Raises NotAllowed, InvalidInput (no reason, the same kind).
    """
    incident = audit.lock(incident)
    rules.require("incidents.recategorise", actor, incident)
    if category not in Category.values:
        raise InvalidInput("Choose what kind of incident it is.", "category")
    if category == incident.category:
        raise InvalidInput("It is of this kind already.", "category")
    if not reason.strip():
        raise InvalidInput("Say why it is of another kind.", "reason")
    before, knew = Category(incident.category), set(handlers(incident).values_list("pk", flat=True))
    incident.category = category
    incident.save(update_fields=["category"])
    start_clocks(incident)
    _sooner(incident)
    words = f"Of another kind from now on: “{Category(category).label}”. It was “{before.label}”."
    entry = write(incident, EntryKind.DECISION, words, actor, reason=reason)
    audit.record("incidents.recategorise", incident, actor=actor, **{"from": str(before), "to": str(category)})
    lead_anew(incident)
    _without_a_stranger_as_lead(incident)
    pass_on_tasks(incident, actor)
    telling.tell(
        handlers(incident).filter(pk__in=knew).exclude(pk=actor.pk),
        "incidents.recategorised",
        incident,
        f"kind:{entry.pk}",
    )
    return incident


def _sooner(incident: Incident) -> None:
    """What is urgent by its new kind is assessed within the hour from now, where nobody has assessed it yet."""
    now = clock.now()
    if handling_of(incident.category).urgent:
        waiting = incident.clocks.filter(kind=Clock.ASSESS, met_at=None, due_at__gt=now + URGENT)
        waiting.update(due_at=now + URGENT, sweep_at=now)


def _without_a_stranger_as_lead(incident: Incident) -> None:
    if incident.lead_id is not None and not handlers(incident).filter(pk=incident.lead_id).exists():
        incident.lead = None
        incident.save(update_fields=["lead"])
