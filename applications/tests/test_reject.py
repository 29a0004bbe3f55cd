"""A2, A4, R1: SLT says no, with a reason; an account that is there already is to be closed."""

import pytest

from accounts import views as _views  # noqa: F401  (registers what Today shows)
from accounts import workflow as accounts
from applications import needs as _needs  # noqa: F401
from applications import workflow
from applications.models import Decision
from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from notifications.models import Notification

WHY = "We have an account for this already."


def test_it_is_rejected_and_the_applicant_is_told(submitted, head, teacher):
    case = workflow.reject(submitted, actor=head, reason=WHY)
    assert (case.status, case.account) == ("rejected", None)
    assert Decision.objects.get().reason == WHY
    notice = Notification.objects.get(template="applications.rejected")
    assert (notice.recipient, notice.params) == (teacher, {"case": case.pk})


def test_it_needs_no_ready_runners(submitted, head):
    assert workflow.reject(submitted, actor=head, reason=WHY).status == "rejected"


@pytest.mark.parametrize("who", ["admin", "teacher", "outsider", "chair", "leaver"])
def test_only_slt_rejects(request, submitted, who):
    with pytest.raises(NotAllowed):
        workflow.reject(submitted, actor=request.getfixturevalue(who), reason=WHY)


def test_nobody_rejects_what_names_them(head, deputy, teacher, write):
    case = workflow.submit(write(runners=(teacher, deputy)), actor=teacher)
    with pytest.raises(NotAllowed):
        workflow.reject(case, actor=deputy, reason=WHY)


def test_it_needs_a_reason(submitted, head):
    with pytest.raises(InvalidInput):
        workflow.reject(submitted, actor=head, reason=" ")


def test_what_is_decided_stays_decided(submitted, head, deputy, teacher):
    workflow.reject(submitted, actor=head, reason=WHY)
    with pytest.raises(WrongState):
        workflow.reject(submitted, actor=deputy, reason=WHY)
    with pytest.raises(WrongState):
        workflow.amend(submitted, actor=teacher)


def test_administrators_are_told_to_close_an_account_that_is_there(existing, head, admin):
    workflow.reject(existing, actor=head, reason=WHY)
    existing.account.refresh_from_db()
    assert existing.account.status == "under_review"
    assert Notification.objects.get(template="applications.to_close").recipient == admin


def test_an_account_that_was_stopped_meanwhile_is_closed_as_well(existing, head, admin):
    accounts.suspend(existing.account, actor=admin, reason="Somebody else is in it.")
    workflow.reject(existing, actor=head, reason=WHY)

    [need] = [need for need in needs_of(admin) if "close the account" in need.sentence]
    assert need.url == f"/accounts/{existing.account.pk}/close/"
    accounts.start_closing(existing.account, actor=admin, reason="SLT rejected it.")
    assert not [need for need in needs_of(admin) if "SLT has rejected" in need.sentence]
    assert [need for need in needs_of(admin) if need.url == f"/accounts/{existing.account.pk}/closing/"]


def test_the_record_holds_no_reason(submitted, head):
    workflow.reject(submitted, actor=head, reason=WHY)
    event = Event.objects.get(verb="applications.reject")
    assert event.data == {"from": "submitted", "to": "rejected", "revision": 1}


def test_a_rollback_leaves_neither_decision_nor_record(submitted, head, monkeypatch):
    monkeypatch.setattr("applications.workflow.deciding.notifications.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.reject(submitted, actor=head, reason=WHY)
    assert not Decision.objects.exists()
    assert not Event.objects.filter(verb="applications.reject").exists()
    assert not Notification.objects.filter(template="applications.rejected").exists()
