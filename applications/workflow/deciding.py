"""SLT's three verbs. A decision binds to the revision that was read. Rows A2, A3, A4, R1."""

from typing import Any

from accounts import workflow as accounts
from accounts.models import Account
from applications import fairness
from applications.models import Application, Decision, Revision
from applications.seats import Capacity, approvals_needed
from applications.states import TRANSITIONS, Status, Verdict
from applications.workflow import particulars
from applications.workflow.drafting import next_revision
from applications.workflow.submitting import ask_to_close
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications import workflow as notifications
from people.models import User

LONGEST_REASON = 4000


@audit.verb("applications.approve", "approved this business case")
def approve(application: Application, *, actor: Actor, reason: str, seen: int | None = None) -> Application:
    """Approve the revision that waits. With the last approval needed, the account gets its mandate.

    `seen` is the number of the revision that was read. Raises NotAllowed (A3, A4), WrongState, InvalidInput.
    """
    application, revision = _open(application, "applications.approve", actor, Status.APPROVED, seen)
    decision = _decide(application, revision, Verdict.APPROVE, actor, reason)
    given, needed = approvals(revision), approvals_needed()
    if given < needed:
        audit.record(
            "applications.approve",
            application,
            actor=actor,
            revision=revision.number,
            given=given,
            needed=needed,
            **_in_place_of(decision),
        )
        _tell_next(application, revision, given, needed)
        return application
    application.account = _mandate(application, revision, decision, actor)
    application.save(update_fields=["account"])
    facts: dict[str, Any] = {"revision": revision.number, "given": given, **_in_place_of(decision)}
    audit.move(application, Status.APPROVED, TRANSITIONS, actor=actor, **facts)
    _tell_applicant(application, revision, "applications.approved")
    runners = [runner.person for runner in revision.runners.select_related("person")]
    _tell(application, revision, [one for one in runners if one.pk != application.applicant_id], "applications.you_run")
    return application


@audit.verb("applications.reject", "rejected this business case")
def reject(application: Application, *, actor: Actor, reason: str, seen: int | None = None) -> Application:
    """Say no for good. An account that the school has already is to be closed then.

    Raises NotAllowed (A4), WrongState and InvalidInput (no reason).
    """
    application, revision = _open(application, "applications.decide", actor, Status.REJECTED, seen)
    decision = _decide(application, revision, Verdict.REJECT, actor, reason)
    facts: dict[str, Any] = {"revision": revision.number, **_in_place_of(decision)}
    audit.move(application, Status.REJECTED, TRANSITIONS, actor=actor, **facts)
    _tell_applicant(application, revision, "applications.rejected")
    ask_to_close(application, "rejected")
    return application


@audit.verb("applications.return_for_changes", "returned this business case for changes")
def return_for_changes(application: Application, *, actor: Actor, reason: str, seen: int | None = None) -> Application:
    """Give the case back: a new revision is opened, and what was read stays as it was.

    Raises NotAllowed (A4), WrongState and InvalidInput (no reason).
    """
    application, revision = _open(application, "applications.decide", actor, Status.RETURNED, seen)
    decision = _decide(application, revision, Verdict.RETURN, actor, reason)
    next_revision(application, revision)
    facts: dict[str, Any] = {"revision": revision.number, **_in_place_of(decision)}
    audit.move(application, Status.RETURNED, TRANSITIONS, actor=actor, **facts)
    _tell_applicant(application, revision, "applications.returned")
    return application


def approvals(revision: Revision) -> int:
    """How many people have approved this very revision."""
    return revision.decisions.filter(verdict=Verdict.APPROVE).count()


def _open(
    application: Application, rule: str, actor: Actor, target: Status, seen: int | None
) -> tuple[Application, Revision]:
    application = audit.lock(application)
    rules.require(rule, actor, application)
    TRANSITIONS.require(application.status, target)
    revision = application.latest()
    if revision.submitted_at is None:
        raise WrongState("This business case is being changed. It comes back when it is submitted again.")
    if seen is not None and seen != revision.number:
        raise WrongState("The business case was changed while you were reading. Read it as it is now, then decide.")
    return application, revision


def _decide(application: Application, revision: Revision, verdict: Verdict, actor: Actor, reason: str) -> Decision:
    reason = reason.strip()
    if not reason:
        raise InvalidInput("Give a reason. The applicant reads it.", "reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidInput(f"Keep the reason to {LONGEST_REASON} characters.", "reason")
    if not isinstance(actor, User):
        raise NotAllowed("Only a person decides business cases.")
    capacity = fairness.capacity(actor, application)
    return Decision.objects.create(
        application=application,
        revision=revision,
        verdict=verdict,
        reason=reason,
        decided_by=actor,
        acted_for=capacity.acted_for if isinstance(capacity, Capacity) else None,
        at=clock.now(),
    )


def _in_place_of(decision: Decision) -> dict[str, Any]:
    """For the record: whose decision it is, where somebody acted for them."""
    return {} if decision.acted_for_id is None else {"acted_for": decision.acted_for_id}


def _mandate(application: Application, revision: Revision, decision: Decision, actor: Actor) -> Account:
    said = particulars.of(revision)
    if application.account is None:
        account = accounts.open_account(
            said, actor=actor, application_id=application.pk, revision_number=revision.number
        )
    else:
        account = accounts.amend_registration(application.account, said, actor=actor)
    return accounts.give_mandate(
        account,
        actor=actor,
        application_id=application.pk,
        revision_number=revision.number,
        decided_by=decision.decided_by,
    )


def _tell_next(application: Application, revision: Revision, given: int, needed: int) -> None:
    notifications.tell(
        fairness.deciders(application),
        "applications.one_more",
        event=f"application:{application.pk}:approvals:{revision.number}:{given}",
        url=application.decide_url(),
        about=application,
        case=application.pk,
        given=given,
        needed=needed,
    )


def _tell_applicant(application: Application, revision: Revision, message: str) -> None:
    _tell(application, revision, [application.applicant], message)


def _tell(application: Application, revision: Revision, people: list[User], message: str) -> None:
    notifications.tell(
        people,
        message,
        event=f"application:{application.pk}:decided:{revision.number}",
        url=application.get_absolute_url(),
        about=application,
        case=application.pk,
    )
