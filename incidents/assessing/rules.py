"""Who assesses, who looks at it a second time, and who decides what the law asks for (I2, I5)."""

from core.actors import Actor
from core.rules import ALLOWED, Denied, Verdict, ask, rule
from incidents import rules as _rules  # noqa: F401  (registers the rules that are asked here)
from incidents.handling import STATUTORY
from incidents.models import Assessment, Incident, IncidentClock
from incidents.states import Clock, Status
from people.models import User

CHECK_WAITS = (
    "The assessment waits for a second person to look at it. Somebody else who handles this incident does that first."
)
CHECK_DISAGREED = "A second person did not agree with the assessment. Make a new one first."


def last_assessment(incident: Incident) -> Assessment | None:
    """The one that stands now. One query."""
    return incident.assessments.select_related("by", "checked_by").order_by("at", "pk").last()


def check_waits(incident: Incident) -> str:
    """Why nothing is settled yet: the sentence to show, or nothing where the last assessment stands. One query."""
    last = last_assessment(incident)
    if last is None or last.is_settled:
        return ""
    return CHECK_WAITS if last.agreed is None else CHECK_DISAGREED


@rule("incidents.assess")
def assess(actor: Actor, incident: Incident) -> Verdict:
    return ask("incidents.handle", actor, incident)


@rule("incidents.reassess")
def reassess(actor: Actor, incident: Incident) -> Verdict:
    handles = ask("incidents.handle", actor, incident)
    if handles and incident.status == Status.REPORTED:
        return Denied("Make the first assessment first.")
    return handles


@rule("incidents.check_assessment")
def check_assessment(actor: Actor, incident: Incident) -> Verdict:
    """Another handler than the one who assessed."""
    handles = ask("incidents.handle", actor, incident)
    if not handles:
        return handles
    last = last_assessment(incident)
    if last is None or not last.needs_check:
        return Denied("No assessment waits for a second person.")
    if last.agreed is not None:
        return Denied("A second person has looked at this assessment already.")
    if isinstance(actor, User) and last.by_id == actor.pk:
        return Denied("You made this assessment, so somebody else looks at it.")
    return ALLOWED


@rule("incidents.recategorise")
def recategorise(actor: Actor, incident: Incident) -> Verdict:
    return ask("incidents.handle", actor, incident)


@rule("incidents.record_duty")
def record_duty(actor: Actor, incident: Incident, clock: IncidentClock) -> Verdict:
    """Any handler records that somebody was told, or that a complaint was acknowledged."""
    handles = ask("incidents.handle", actor, incident)
    if not handles:
        return handles
    return ALLOWED if clock.kind in STATUTORY else Denied("The first assessment itself ends this clock.")


@rule("incidents.waive_duty")
def waive_duty(actor: Actor, incident: Incident, clock: IncidentClock) -> Verdict:
    """That somebody need not be told is SLT's decision, or theirs who stand in for SLT."""
    handles = ask("incidents.handle", actor, incident)
    if not handles:
        return handles
    if clock.kind not in (Clock.OFFICER, Clock.REGULATOR):
        return Denied("Nobody can decide against this one: it has to be done.")
    return ask("incidents.excuse", actor, incident)


@rule("incidents.set_aware")
def set_aware(actor: Actor, incident: Incident) -> Verdict:
    return ask("incidents.handle", actor, incident)
