"""Submitting a business case, taking it back to change it, and withdrawing it. Rows A1, A2, R1."""

from dataclasses import replace

from accounts import handles
from accounts import workflow as accounts
from accounts.models import Account
from accounts.states import Status as AccountStatus
from applications import points
from applications import rules as case_rules
from applications.models import Application, Revision
from applications.states import TRANSITIONS, UNDECIDED, Status
from applications.workflow import particulars, waiting
from applications.workflow.drafting import draft_of, next_revision
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import Role, User


@audit.verb("applications.submit", "submitted this business case")
def submit(application: Application, *, actor: Actor) -> Application:
    """Hand the draft to whoever decides: its words are fixed from now on. An existing account is registered (R1).

    Raises NotAllowed, WrongState and InvalidInput (a point is not complete; the handle is in the register).
    """
    application = audit.lock(application)
    rules.require("applications.write", actor, application)
    revision = draft_of(application)
    lacking = [sentence for sentences in points.missing(revision).values() for sentence in sentences]
    if lacking:
        raise InvalidInput("It is not complete yet. " + " ".join(lacking))
    if application.is_existing:
        _register(application, revision, actor)
    revision.submitted_at = clock.now()
    revision.save(update_fields=["submitted_at"])
    application.held_at = clock.now() if case_rules.unready(revision) else None
    application.save(update_fields=["held_at"])
    audit.move(application, Status.SUBMITTED, TRANSITIONS, actor=actor, revision=revision.number)
    waiting.tell_deciders(application, revision)
    return application


@audit.verb("applications.amend", "took this business case back to change it")
def amend(application: Application, *, actor: Actor) -> Application:
    """Take a submitted case out of the queue and open a new revision of it; approvals given so far are void.

    Raises NotAllowed and WrongState (it is not waiting for a decision).
    """
    application = audit.lock(application)
    rules.require("applications.write", actor, application)
    TRANSITIONS.require(application.status, Status.DRAFT)
    sent = application.latest()
    waited_for = waiting.told(sent)
    revision = next_revision(application, sent)
    audit.move(application, Status.DRAFT, TRANSITIONS, actor=actor, revision=revision.number)
    _tell_taken_back(application, sent, waited_for, "is changing it")
    return application


@audit.verb("applications.withdraw", "withdrew this business case")
def withdraw(application: Application, *, actor: Actor) -> Application:
    """End a case that is not decided yet, for good. Raises NotAllowed and WrongState."""
    application = audit.lock(application)
    rules.require("applications.write", actor, application)
    was_waiting = application.status == Status.SUBMITTED
    sent = application.sent()
    waited_for = waiting.told(sent) if was_waiting and sent is not None else []
    audit.move(application, Status.WITHDRAWN, TRANSITIONS, actor=actor)
    if sent is not None:
        _tell_taken_back(application, sent, waited_for, "withdrew it")
    ask_to_close(application, "withdrawn")
    return application


def _tell_taken_back(application: Application, sent: Revision, people: list[User], what: str) -> None:
    notifications.tell(
        people,
        "applications.taken_back",
        event=f"application:{application.pk}:taken-back:{sent.number}:{application.status}",
        url=application.get_absolute_url(),
        about=application,
        case=application.pk,
        applicant=application.applicant.full_name,
        what=what,
    )


def ask_to_close(application: Application, what: str) -> None:
    """Tell the Administrators that an account registered for this case lost it, and is to be closed."""
    account = application.account
    if account is None or account.mandate_id is not None:
        return
    if account.status not in (AccountStatus.UNDER_REVIEW, AccountStatus.SUSPENDED):
        return
    notifications.tell(
        User.objects.holding(Role.ADMINISTRATOR),
        "applications.to_close",
        event=f"application:{application.pk}:to-close",
        url=application.get_absolute_url(),
        about=application,
        case=application.pk,
        what=what,
    )


def _register(application: Application, revision: Revision, actor: Actor) -> None:
    said = particulars.of(revision)
    account = application.account or _left_over(application, revision)
    if account is None:
        application.account = accounts.register_existing(said, actor=actor, application_id=application.pk)
    else:
        # Who runs it changes only when SLT approves: its password may be in the vault by now.
        runners = tuple(row.person for row in account.runners.filter(until_at=None).select_related("person"))
        lead = account.lead_now()
        if lead is None:
            raise WrongState("The account has no lead any more. Ask an Administrator to close it, then start again.")
        named = replace(said, runners=runners, lead=lead)
        application.account = accounts.amend_registration(account, named, actor=actor)
    application.save(update_fields=["account"])


def _left_over(application: Application, revision: Revision) -> Account | None:
    """The account under review that an earlier, ended case registered, where this applicant may take it up."""
    account = handles.taken_by(revision.platform, handles.clean(revision.handle))
    if account is None or account.status != AccountStatus.UNDER_REVIEW:
        return None
    if account.applications.filter(status__in=UNDECIDED).exists():
        raise InvalidInput("Another business case for this account is on its way already.", "handle")
    person = application.applicant
    near = person.holds(Role.SLT, Role.ADMINISTRATOR) or account.is_run_by(person)
    if not near and not account.applications.filter(applicant=person).exists():
        return None  # the register says that the handle is there already
    return account
