"""What the daily round does about business cases that wait. Rows A3 and A4."""

from contextlib import suppress

from applications import workflow
from applications.models import Application
from applications.points import runner_faults
from applications.rules import unready
from applications.seats import Bench
from applications.workflow import waiting
from core.actors import DAILY
from core.errors import WrongState
from core.registry import daily
from notifications.models import Notification
from people.absences.selectors import lent_today
from people.models import User


@daily("business cases: who decides today")
def tell_who_decides() -> None:
    """Tell whoever a case has come to wait for: an absence began or ended, or the chair is needed now (A4).

    Whoever does not act for anybody any more loses the notices of the cases that they were to decide.
    """
    bench = Bench()
    for case in Application.objects.waiting().select_related("applicant"):
        revision = case.sent()
        if revision is not None:
            waiting.tell_deciders(case, revision, bench)
    acting = {absence.delegate_id for absence in lent_today()}
    told = Notification.objects.filter(template=waiting.FOR_SOMEBODY, withdrawn_at=None).exclude(recipient__in=acting)
    for person in User.objects.get_queryset().filter(pk__in=told.values("recipient")):
        waiting.withdraw_from(person)


@daily("business cases: who is ready")
def note_readiness() -> None:
    """Close and open the approval of waiting cases as their runners stop being ready, or become so (A3)."""
    for case in Application.objects.waiting():
        revision = case.sent()
        if revision is None:
            continue
        is_ready = not unready(revision) and not runner_faults(revision)
        with suppress(WrongState):  # decided or taken back since, or another round came first
            if is_ready and case.held_at is not None:
                workflow.release(case, actor=DAILY)
            elif not is_ready and case.held_at is None:
                workflow.hold(case, actor=DAILY)
