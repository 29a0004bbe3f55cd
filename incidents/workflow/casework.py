"""The case file: read, assess, investigate, resolve, close; what is written in it, and who outside is told (I2–I4)."""

from datetime import datetime

from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput, WrongState
from incidents.models import Agency, Assessment, Incident, IncidentClock, Referral
from incidents.states import HIGHEST, PERHAPS_ILLEGAL, TRANSITIONS, Clock, EntryKind, Status
from incidents.workflow.naming import handling
from incidents.workflow.writing import write as write
from people.models import User


@audit.verb("incidents.read", "read the case file")
def read(incident: Incident, *, actor: User) -> Incident:
    """Record that a handler opened the case file, before it is shown."""
    rules.require("incidents.read", actor, incident)
    return incident


@audit.verb("incidents.assess", "made the first assessment")
def assess(
    incident: Incident,
    *,
    actor: User,
    severity: str,
    lawfulness: str,
    assessment: str,
    is_safe: bool = False,
    safety: str = "",
    told: str = "",
) -> Incident:
    """SLT's first assessment: how serious, and whether it is possibly illegal (I2). Raises NotAllowed, WrongState."""
    incident = handling(incident, actor)
    TRANSITIONS.require(incident.status, Status.ASSESSED)
    now = clock.now()
    incident.severity, incident.lawfulness, incident.assessed_at = severity, lawfulness, now
    incident.save(update_fields=["severity", "lawfulness", "assessed_at"])
    Assessment.objects.create(
        incident=incident,
        severity=severity,
        lawfulness=lawfulness,
        is_safe=is_safe,
        safety=safety.strip(),
        told=told.strip(),
        words=assessment.strip(),
        by=actor,
        at=now,
        needs_check=severity == HIGHEST,
    )
    incident.clocks.filter(kind=Clock.ASSESS, met_at=None).update(
        met_at=now, met_by=actor, decision=IncidentClock.Decision.DONE
    )
    audit.move(incident, Status.ASSESSED, TRANSITIONS, actor=actor, severity=severity, lawfulness=lawfulness)
    write(incident, EntryKind.ASSESSMENT, assessment, actor)
    return incident


@audit.verb("incidents.resolve", "resolved the incident")
def resolve(
    incident: Incident,
    *,
    actor: User,
    outcome: str,
    concern: str,
    follow_up: str,
    action: str,
    decision: str,
    learning: str = "",
    disciplinary_reference: str = "",
) -> Incident:
    """Record the outcome, and all that a closed file must say (I4). Raises NotAllowed, WrongState, InvalidInput."""
    incident = handling(incident, actor)
    required = {"concern": concern, "follow_up": follow_up, "action": action, "decision": decision}
    for name, words in required.items():
        if not words.strip():
            raise InvalidInput("Fill this in: a closed file must say it.", name)
        setattr(incident, name, words.strip())
    incident.outcome, incident.learning = outcome, learning.strip()
    incident.disciplinary_reference = disciplinary_reference.strip()
    incident.save(update_fields=["outcome", "learning", "disciplinary_reference", *required])
    audit.move(incident, Status.RESOLVED, TRANSITIONS, actor=actor, outcome=outcome)
    write(incident, EntryKind.DECISION, decision, actor)
    return incident


@audit.verb("incidents.excuse", "decided that nobody outside is told")
def excuse(incident: Incident, *, actor: User, reason: str) -> Incident:
    """SLT's written reason why a possibly illegal matter was referred to nobody (I4).

    Raises NotAllowed, WrongState (it is lawful) and InvalidInput (no reason).
    """
    incident = handling(incident, actor)
    rules.require("incidents.excuse", actor, incident)
    if incident.lawfulness not in PERHAPS_ILLEGAL:
        raise WrongState("Only an incident that is possibly against the law needs this reason.")
    if not reason.strip():
        raise InvalidInput("Give the reason in writing.", "reason")
    incident.no_referral_reason = reason.strip()
    incident.save(update_fields=["no_referral_reason"])
    write(incident, EntryKind.DECISION, f"Nobody outside the school is told: {reason.strip()}", actor)
    return incident


@audit.verb("incidents.close", "closed the incident")
def close(incident: Incident, *, actor: User) -> Incident:
    """Close a resolved incident (I4). Raises WrongState, and NotAllowed where a possibly illegal one was neither

    referred nor excused.
    """
    incident = audit.lock(incident)
    TRANSITIONS.require(incident.status, Status.CLOSED)
    rules.require("incidents.close", actor, incident)
    incident.closed_at = clock.now()
    incident.save(update_fields=["closed_at"])
    audit.move(incident, Status.CLOSED, TRANSITIONS, actor=actor)
    write(incident, EntryKind.STATE, "Closed.", actor)
    return incident


@audit.verb("incidents.reopen", "reopened the incident")
def reopen(incident: Incident, *, actor: User, reason: str) -> Incident:
    """Open a closed or resolved incident again; everything is kept (I3).

    Raises NotAllowed, WrongState, InvalidInput (no reason).
    """
    incident = audit.lock(incident)
    rules.require("incidents.reopen", actor, incident)
    if not reason.strip():
        raise InvalidInput("Say why it is opened again.", "reason")
    audit.move(incident, Status.INVESTIGATING, TRANSITIONS, actor=actor)
    incident.closed_at = None
    incident.save(update_fields=["closed_at"])
    write(incident, EntryKind.STATE, f"Opened again: {reason.strip()}", actor)
    return incident


@audit.verb("incidents.refer", "told the police or an agency")
def refer(
    incident: Incident,
    *,
    actor: User,
    how: str,
    reference: str,
    referred_at: datetime,
    agency: Agency | None = None,
    name: str = "",
) -> Incident:
    """Record whom the school told, when, how, and the reference they gave (I2, I4).

    `agency` is one of the directory, or `name` says who it was. Raises NotAllowed, InvalidInput.
    """
    incident = handling(incident, actor)
    if referred_at > clock.now():
        raise InvalidInput("This time is still to come. Record a referral once it is made.", "referred_at")
    if agency is None and not name.strip():
        raise InvalidInput("Say who was told.", "agency")
    referral = Referral.objects.create(
        incident=incident,
        agency=agency,
        name=agency.name if agency else name.strip(),
        how=how.strip(),
        reference=reference.strip(),
        referred_at=referred_at,
        by=actor,
        recorded_at=clock.now(),
    )
    audit.record("incidents.refer", incident, actor=actor, referral=referral.pk)
    return incident
