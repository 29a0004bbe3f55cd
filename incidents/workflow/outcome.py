"""How a case file ends: its outcome, closed, and opened again (I4)."""

from collections.abc import Mapping
from datetime import timedelta

from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput, WrongState
from incidents.assessing.rules import check_waits
from incidents.models import Incident, OutcomeDraft
from incidents.states import (
    PERHAPS_ILLEGAL,
    SAID_WHEN_CLOSED,
    TRANSITIONS,
    WITH_A_REFERENCE,
    EntryKind,
    Outcome,
    Status,
)
from incidents.workflow.naming import handling
from incidents.workflow.writing import write
from people.models import User

DRAFT_KEPT_FOR = timedelta(days=30)  # after the last word
LONGEST_DRAFT = 20_000  # characters, all fields together


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
    outcome_reference: str = "",
) -> Incident:
    """Record the outcome, and all that a closed file must say (I4). What an earlier outcome said stays in the timeline.

    Of a disciplinary matter the file holds the reference alone. Raises NotAllowed, WrongState, InvalidInput.
    """
    incident = handling(incident, actor)
    waits = check_waits(incident)
    if waits:
        raise WrongState(waits)
    given = {"concern": concern, "follow_up": follow_up, "action": action, "decision": decision}
    for name, words in given.items():
        if not words.strip():
            raise InvalidInput(f"Fill in “{SAID_WHEN_CLOSED[name]}”: a closed file must say it.", name)
    given["learning"] = learning
    given["disciplinary_reference"] = disciplinary_reference if outcome == Outcome.DISCIPLINARY else ""
    given["outcome_reference"] = outcome_reference if outcome in WITH_A_REFERENCE else ""
    _keep_what_was_said(incident, given, actor)
    for name, words in given.items():
        setattr(incident, name, words.strip())
    incident.outcome = outcome
    incident.save(update_fields=["outcome", *given])
    audit.move(incident, Status.RESOLVED, TRANSITIONS, actor=actor, outcome=outcome)
    write(incident, EntryKind.DECISION, decision, actor)
    OutcomeDraft.objects.filter(incident=incident, person=actor).delete()
    return incident


def _keep_what_was_said(incident: Incident, given: Mapping[str, str], actor: User) -> None:
    """The timeline keeps the words that an outcome said before it was opened again. Decisions are there already."""
    labels = {**SAID_WHEN_CLOSED, "learning": "What we do differently from now on"}
    del labels["decision"]
    for name, label in labels.items():
        before = getattr(incident, name)
        if before and before != given[name].strip():
            write(incident, EntryKind.STATE, f"“{label}” said before: {before}", actor)


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
    write(incident, EntryKind.DECISION, "Nobody outside the school is told.", actor, reason=reason)
    return incident


@audit.verb("incidents.close", "closed the incident")
def close(incident: Incident, *, actor: User) -> Incident:
    """Close a resolved incident (I4).

    Raises WrongState, and NotAllowed with all that is missing (closing.py) or for whoever may not close it.
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


def keep_draft(incident: Incident, person: User, words: Mapping[str, str]) -> bool:
    """Keep what `person` has typed of the outcome, until it is saved. False where it cannot be kept.

    No verb: it is nobody's business but the writer's, so it is neither on the record nor in a log.
    """
    if not rules.ask("incidents.handle", person, incident) or sum(map(len, words.values())) > LONGEST_DRAFT:
        return False
    OutcomeDraft.objects.update_or_create(
        incident=incident, person=person, defaults={"words": dict(words), "changed_at": clock.now()}
    )
    return True


def forget_old_drafts() -> int:
    """Those that nobody touched for a month, and those of closed files. Returns how many."""
    left = OutcomeDraft.objects.filter(changed_at__lt=clock.now() - DRAFT_KEPT_FOR)
    closed = OutcomeDraft.objects.filter(incident__status=Status.CLOSED)
    return left.delete()[0] + closed.delete()[0]
