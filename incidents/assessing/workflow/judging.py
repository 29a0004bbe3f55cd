"""How serious it is: the first assessment, later ones, and a second person's look at the gravest (I2)."""

from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput, WrongState
from incidents import telling
from incidents.assessing import messages as _messages  # noqa: F401  (registers the messages)
from incidents.assessing.rules import last_assessment
from incidents.models import Assessment, Incident, IncidentClock
from incidents.staffing import handlers
from incidents.states import HIGHEST, TRANSITIONS, Clock, EntryKind, Lawfulness, Severity, Status
from incidents.workflow.writing import write
from people.models import User


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
    """The first assessment: how serious, whether it may be illegal, who is safe, who is told (I2). Ends its clock.

    Of the highest severity, a second person is asked to look at it. Raises NotAllowed, WrongState, InvalidInput.
    """
    incident = audit.lock(incident)
    rules.require("incidents.assess", actor, incident)
    TRANSITIONS.require(incident.status, Status.ASSESSED)
    incident.assessed_at = clock.now()
    incident.save(update_fields=["assessed_at"])
    _judge(incident, actor, severity, lawfulness, assessment, is_safe, safety, told)
    incident.clocks.filter(kind=Clock.ASSESS, met_at=None).update(
        met_at=clock.now(), met_by=actor, decision=IncidentClock.Decision.DONE, sweep_at=None
    )
    audit.move(incident, Status.ASSESSED, TRANSITIONS, actor=actor, severity=severity, lawfulness=lawfulness)
    write(incident, EntryKind.ASSESSMENT, assessment, actor)
    return incident


@audit.verb("incidents.reassess", "assessed the incident again")
def reassess(
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
    """Judge it anew while it is open; the earlier assessments stay, and its state too.

    Raises NotAllowed (closed, or not assessed yet), InvalidInput.
    """
    incident = audit.lock(incident)
    rules.require("incidents.reassess", actor, incident)
    made = _judge(incident, actor, severity, lawfulness, assessment, is_safe, safety, told)
    audit.record(
        "incidents.reassess", incident, actor=actor, assessment=made.pk, severity=severity, lawfulness=lawfulness
    )
    words = f"Assessed again. {made.get_severity_display()}. {made.get_lawfulness_display()}."
    write(incident, EntryKind.DECISION, words, actor, reason=assessment)
    return incident


def _judge(
    incident: Incident,
    actor: User,
    severity: str,
    lawfulness: str,
    words: str,
    is_safe: bool,
    safety: str,
    told: str,
) -> Assessment:
    if severity not in Severity.values:
        raise InvalidInput("Choose how serious it is.", "severity")
    if lawfulness not in Lawfulness.values:
        raise InvalidInput("Choose whether it could be against the law.", "lawfulness")
    if not words.strip():
        raise InvalidInput("Write down your assessment.", "assessment")
    made = Assessment.objects.create(
        incident=incident,
        severity=severity,
        lawfulness=lawfulness,
        is_safe=is_safe,
        safety=safety.strip(),
        told=told.strip(),
        words=words.strip(),
        by=actor,
        at=clock.now(),
        needs_check=severity == HIGHEST or _lowers(incident),
    )
    incident.severity, incident.lawfulness = severity, lawfulness
    incident.save(update_fields=["severity", "lawfulness"])
    if made.needs_check:
        _ask_a_second_person(incident, made)
    return made


def _lowers(incident: Incident) -> bool:
    """Whether the highest severity was given since the last assessment that stands, that one included.

    So nobody comes down from there alone, in one step or in several.
    """
    for earlier in incident.assessments.order_by("-at", "-pk"):
        if earlier.severity == HIGHEST:
            return True
        if earlier.is_settled:
            return False
    return False


def _ask_a_second_person(incident: Incident, made: Assessment) -> None:
    telling.tell(handlers(incident).exclude(pk=made.by_id), "incidents.check_asked", incident, f"check:{made.pk}")


@audit.verb("incidents.check_assessment", "looked at the assessment as a second person")
def check_assessment(
    incident: Incident, *, actor: User, agrees: bool, words: str = "", assessment: int | None = None
) -> Incident:
    """Another handler agrees with the assessment, or does not, and says why: then somebody makes a new one.

    `assessment` is the id of the one that they read. Raises NotAllowed (it is their own; none waits), WrongState (there
    is a newer one), InvalidInput (no words).
    """
    incident = audit.lock(incident)
    last = last_assessment(incident)
    if last is not None and assessment not in (None, last.pk):
        raise WrongState("Somebody has made a new assessment meanwhile. Read that one first.")
    rules.require("incidents.check_assessment", actor, incident)
    assert last is not None  # noqa: S101  the rule has asked
    if not agrees and not words.strip():
        raise InvalidInput("Say what you see in another way. They read it before they assess it again.", "words")
    last.checked_by, last.checked_at, last.agreed, last.check_words = actor, clock.now(), agrees, words.strip()
    last.save(update_fields=["checked_by", "checked_at", "agreed", "check_words"])
    audit.record("incidents.check_assessment", incident, actor=actor, assessment=last.pk, agrees=agrees)
    said = "agrees with it" if agrees else "does not agree with it. A new one is needed"
    write(incident, EntryKind.DECISION, f"A second person looked at the assessment and {said}.", actor, reason=words)
    if not agrees:
        telling.tell(
            handlers(incident).exclude(pk=actor.pk), "incidents.check_disagreed", incident, f"disagreed:{last.pk}"
        )
    return incident
