"""What the law asks for by a time: done, or decided against with the reason; and since when the school knew (I5)."""

from datetime import datetime, timedelta

from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput, WrongState
from incidents.agencies.workflow import refer
from incidents.assessing.selectors import told_already
from incidents.assessing.words import DUTIES, Duty
from incidents.handling import STATUTORY
from incidents.models import Agency, Incident, IncidentClock
from incidents.states import Clock, EntryKind
from incidents.timing import first_look, statutory_due
from incidents.workflow.writing import write
from moderation.clock_rules import school_clock
from people.models import User

ONE_MINUTE = timedelta(minutes=1)


@audit.verb("incidents.record_duty", "recorded that a duty of the law was met")
def record_duty(
    incident: Incident, kind: str, *, actor: User, done_at: datetime, how: str, reference: str = ""
) -> Incident:
    """The officer or the regulator was told, or the complaint was acknowledged: when, how, and their reference.

    Who was told stands among the agencies too. A decision not to tell can be followed by telling them after all.
    Raises NotAllowed, WrongState (no such clock, or done already), InvalidInput (a time to come, no way).
    """
    incident = audit.lock(incident)
    found = _running(incident, kind, IncidentClock.Decision.NOT_NEEDED)
    rules.require("incidents.record_duty", actor, incident, found)
    if done_at > clock.now():
        raise InvalidInput("This time is still to come. Record it once it is done.", "done_at")
    if not how.strip():
        raise InvalidInput("Say how: by telephone, by e-mail, by letter.", "how")
    duty = DUTIES[Clock(kind)]
    told = IncidentClock.Decision.TOLD if duty.agency else IncidentClock.Decision.DONE
    _meet(found, actor, done_at, told, reference=reference)
    if duty.agency:
        _refer(incident, actor, duty, done_at, how, reference)
    else:
        words = f"{duty.told} {how.strip()}. {reference.strip()}"
        write(incident, EntryKind.CONTACT, words, actor, happened_at=done_at)
    audit.record("incidents.record_duty", incident, actor=actor, clock=found.pk, late=found.was_late)
    return incident


def _refer(incident: Incident, actor: User, duty: Duty, done_at: datetime, how: str, reference: str) -> None:
    """Whom the school told stands among the agencies, once: there they are asked again until they answer."""
    earlier = told_already(incident, duty)
    if earlier is not None and abs(earlier.referred_at - done_at) < ONE_MINUTE:
        return
    agency = Agency.objects.filter(key=duty.agency).first()
    name = "" if agency else duty.title
    refer(incident, actor=actor, agency=agency, name=name, how=how, reference=reference, referred_at=done_at)


@audit.verb("incidents.waive_duty", "decided that somebody need not be told")
def waive_duty(incident: Incident, kind: str, *, actor: User, reason: str) -> Incident:
    """SLT's decision that the officer or the regulator is not told, and why; its time is the decision's (I5).

    Raises NotAllowed, WrongState (no such clock, or done already), InvalidInput (no reason).
    """
    incident = audit.lock(incident)
    found = _running(incident, kind)
    rules.require("incidents.waive_duty", actor, incident, found)
    if not reason.strip():
        raise InvalidInput("Say why: the regulator may ask for it years later.", "reason")
    _meet(found, actor, clock.now(), IncidentClock.Decision.NOT_NEEDED, reason=reason)
    write(incident, EntryKind.DECISION, DUTIES[Clock(kind)].not_told, actor, reason=reason)
    audit.record("incidents.waive_duty", incident, actor=actor, clock=found.pk, late=found.was_late)
    return incident


def _running(incident: Incident, kind: str, *but: str) -> IncidentClock:
    """The clock, with its row held: the sweep may be at it. Raises WrongState for none, or one that has ended."""
    found = incident.clocks.select_for_update(no_key=True).filter(kind=kind).first()
    if found is None:
        raise WrongState("Nothing of this kind has to be done for this incident.")
    if found.met_at is not None and found.decision not in but:
        raise WrongState("Somebody has recorded this already.")
    return found


def _meet(
    found: IncidentClock, actor: User, at: datetime, decision: str, *, reason: str = "", reference: str = ""
) -> None:
    found.met_at, found.met_by, found.decision, found.sweep_at = at, actor, decision, None
    found.reason, found.reference = reason.strip() or found.reason, reference.strip()
    found.save(update_fields=["met_at", "met_by", "decision", "sweep_at", "reason", "reference"])


@audit.verb("incidents.set_aware", "recorded since when the school knew")
def set_aware(incident: Incident, *, actor: User, aware_at: datetime, reason: str) -> Incident:
    """The school knew of it before it was reported here: the law's clocks count from then. Once, and only earlier.

    A clock that has ended stays as it was. Raises NotAllowed, WrongState (set already), InvalidInput (not before the
    report; no reason).
    """
    incident = audit.lock(incident)
    rules.require("incidents.set_aware", actor, incident)
    if incident.aware_at is not None:
        raise WrongState("This was recorded already, and is recorded once. Add a note if there is more to say.")
    if aware_at >= incident.reported_at:
        raise InvalidInput("Give a time before the report: without one the clocks count from the report.", "aware_at")
    if not reason.strip():
        raise InvalidInput("Say how the school knew, and who.", "reason")
    incident.aware_at = aware_at
    incident.save(update_fields=["aware_at"])
    school = school_clock()
    running = incident.clocks.select_for_update(no_key=True).filter(kind__in=STATUTORY, met_at=None)
    for one in running.order_by("pk"):
        one.from_at, one.due_at = aware_at, min(one.due_at, statutory_due(Clock(one.kind), aware_at, school))
        if one.breached_at is None:
            one.sweep_at = first_look(one.from_at, one.due_at)
        one.save(update_fields=["from_at", "due_at", "sweep_at"])
    words = "The school knew of this before it was reported here."
    write(incident, EntryKind.DECISION, words, actor, reason=reason, happened_at=aware_at)
    return incident
