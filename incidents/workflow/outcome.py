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
    said = {"concern": concern, "follow_up": follow_up, "action": action, "decision": decision, "learning": learning}
    refs = {"disciplinary_reference": disciplinary_reference, "outcome_reference": outcome_reference}
    _set_outcome(incident, outcome, said, refs, actor)
    audit.move(incident, Status.RESOLVED, TRANSITIONS, actor=actor, outcome=outcome)
    write(incident, EntryKind.DECISION, decision, actor)
    return incident


@audit.verb("incidents.change_outcome", "changed the outcome of the incident")
def change_outcome(
    incident: Incident,
    *,
    actor: User,
    reason: str,
    outcome: str,
    concern: str,
    follow_up: str,
    action: str,
    decision: str,
    learning: str = "",
    disciplinary_reference: str = "",
    outcome_reference: str = "",
) -> Incident:
    """Say otherwise how it ended, while it is resolved and not closed. The timeline keeps what was said before.

    Raises NotAllowed, WrongState, InvalidInput (as when it was recorded; no reason; nothing is changed).
    """
    incident = audit.lock(incident)
    rules.require("incidents.change_outcome", actor, incident)
    if not reason.strip():
        raise InvalidInput("Say why it is changed.", "reason")
    said = {"concern": concern, "follow_up": follow_up, "action": action, "decision": decision, "learning": learning}
    refs = {"disciplinary_reference": disciplinary_reference, "outcome_reference": outcome_reference}
    before, was_decided = incident.outcome, incident.decision
    if not _set_outcome(incident, outcome, said, refs, actor):
        raise InvalidInput("Nothing is changed. Change what is not right, or go back to the file.")
    audit.record("incidents.change_outcome", incident, actor=actor, **{"from": before, "to": outcome})
    words = "The outcome is put right. The decision stays." if was_decided == incident.decision else incident.decision
    write(incident, EntryKind.DECISION, words, actor, reason=reason)
    return incident


def _set_outcome(
    incident: Incident, outcome: str, said: Mapping[str, str], references: Mapping[str, str], actor: User
) -> bool:
    """Save all of it, and let the timeline keep what it said before. Whether anything is another than before."""
    waits = check_waits(incident)
    if waits:
        raise WrongState(waits)
    if outcome not in Outcome.values:
        raise InvalidInput("Choose how it ended.", "outcome")
    for name, label in SAID_WHEN_CLOSED.items():
        if not said[name].strip():
            raise InvalidInput(f"Fill in “{label}”: a closed file must say it.", name)
    given = {name: words.strip() for name, words in said.items()} | {"outcome": outcome}
    fits = {"disciplinary_reference": {Outcome.DISCIPLINARY}, "outcome_reference": WITH_A_REFERENCE}
    given |= {name: words.strip() if outcome in fits[name] else "" for name, words in references.items()}
    is_new = any(getattr(incident, name) != words for name, words in given.items())
    _keep_what_was_said(incident, given, actor)
    for name, words in given.items():
        setattr(incident, name, words)
    incident.save(update_fields=list(given))
    OutcomeDraft.objects.filter(incident=incident, person=actor).delete()
    return is_new


def _keep_what_was_said(incident: Incident, given: Mapping[str, str], actor: User) -> None:
    """The timeline keeps what an outcome said before it was another one. Decisions are there already."""
    labels = {
        "outcome": "Outcome",
        **SAID_WHEN_CLOSED,
        "learning": "What we do differently from now on",
        "outcome_reference": "Reference",
        "disciplinary_reference": "Reference of the disciplinary file",
    }
    del labels["decision"]
    for name, label in labels.items():
        before = getattr(incident, name)
        if before and before != given[name]:
            words = incident.get_outcome_display() if name == "outcome" else before
            write(incident, EntryKind.STATE, f"“{label}” said before: {words}", actor)


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
