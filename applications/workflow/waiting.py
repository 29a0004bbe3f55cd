"""Telling those who decide: that a case waits for them, and that it can be approved now. Rows A2, A3, A4."""

from applications import fairness
from applications.models import Application, Revision
from applications.seats import Asked, Bench
from applications.states import Status
from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import WrongState
from notifications import workflow as notifications
from notifications.models import Notification
from people.models import User
from policy.selectors import current_version

FOR_SOMEBODY = "applications.submitted_for"


def event_of(revision: Revision) -> str:
    """The cause of the notices that this revision waits; nobody is told twice of it."""
    return f"application:{revision.application_id}:submitted:{revision.number}"


def tell_deciders(application: Application, revision: Revision, bench: Bench | None = None) -> None:
    """Tell those for whom the case waits today, who have not been told of this revision yet."""
    for one in fairness.called(application, bench).asked:
        _tell(application, revision, one)


def _tell(application: Application, revision: Revision, asked: Asked) -> None:
    holder = asked.acts_for
    lent = holder is not None and not asked.person.is_slt
    notifications.tell(
        [asked.person],
        FOR_SOMEBODY if lent else "applications.submitted",
        event=event_of(revision),
        url=application.decide_url(),
        about=application,
        case=application.pk,
        applicant=application.applicant.full_name,
        **({"person": holder.full_name} if lent and holder is not None else {}),
    )


def told(revision: Revision) -> list[User]:
    """Those who were told that this revision waits for them, as far as they still have access."""
    rows = Notification.objects.filter(event=event_of(revision), withdrawn_at=None)
    return list(User.objects.active().filter(pk__in=rows.values("recipient")))


def withdraw_from(person: User) -> int:
    """Take back the notices of cases that somebody was to decide for another: they do not act any more."""
    mine = Notification.objects.filter(template=FOR_SOMEBODY, recipient=person, withdrawn_at=None)
    cases = Application.objects.in_bulk([int(key) for key in mine.values_list("about_id", flat=True).distinct()])
    return sum(notifications.withdraw(case, [person]) for case in cases.values())


@audit.verb("applications.hold", "closed the approval: somebody named is not ready")
def hold(application: Application, *, actor: Actor) -> Application:
    """Note that a waiting case cannot be approved, for a runner lacks the policy or training (A3).

    Raises NotAllowed and WrongState (it is noted, or not so).
    """
    application = audit.lock(application)
    rules.require("applications.note_readiness", actor)
    revision = application.sent()
    if application.status != Status.SUBMITTED or revision is None or application.held_at is not None:
        raise WrongState("This business case does not wait, or is held already.")
    application.held_at = clock.now()
    application.save(update_fields=["held_at"])
    return application


@audit.verb("applications.release", "opened the approval: everybody named is ready")
def release(application: Application, *, actor: Actor) -> Application:
    """Note that everybody whom a waiting case names is ready, and tell those who decide.

    Told once for each revision and version of the policy. Raises NotAllowed and WrongState (it is not held).
    """
    application = audit.lock(application)
    rules.require("applications.note_readiness", actor)
    revision = application.sent()
    if application.status != Status.SUBMITTED or revision is None or application.held_at is None:
        raise WrongState("This business case is not held.")
    application.held_at = None
    application.save(update_fields=["held_at"])
    version = current_version()
    notifications.tell(
        fairness.deciders(application),
        "applications.can_be_decided",
        event=f"application:{application.pk}:ready:{revision.number}:{version.number if version else 0}",
        url=application.decide_url(),
        about=application,
        case=application.pk,
    )
    return application
