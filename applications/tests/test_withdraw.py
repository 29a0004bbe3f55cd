"""A1: the applicant ends a case that is not decided."""

import pytest

from applications import workflow
from audit.models import Event
from core.errors import NotAllowed, WrongState
from notifications.models import Notification


def test_a_draft_is_withdrawn_and_nobody_is_told(draft, teacher, head):
    assert workflow.withdraw(draft, actor=teacher).status == "withdrawn"
    assert not Notification.objects.filter(template="applications.taken_back").exists()


def test_those_for_whom_it_waited_are_told(submitted, teacher, head, deputy):
    workflow.withdraw(submitted, actor=teacher)
    notices = Notification.objects.filter(template="applications.taken_back")
    assert {notice.recipient for notice in notices} == {head, deputy}


def test_a_returned_case_is_withdrawn(submitted, teacher, head):
    workflow.return_for_changes(submitted, actor=head, reason="Change it.")
    assert workflow.withdraw(submitted, actor=teacher).status == "withdrawn"


@pytest.mark.parametrize("who", ["teacher2", "head", "admin", "outsider"])
def test_only_the_applicant_withdraws_it(request, draft, who):
    with pytest.raises(NotAllowed):
        workflow.withdraw(draft, actor=request.getfixturevalue(who))


def test_what_is_decided_is_not_withdrawn(submitted, teacher, head):
    workflow.reject(submitted, actor=head, reason="No.")
    with pytest.raises(WrongState):
        workflow.withdraw(submitted, actor=teacher)


def test_what_is_withdrawn_is_not_changed_or_submitted(draft, teacher):
    workflow.withdraw(draft, actor=teacher)
    with pytest.raises(WrongState):
        workflow.save_point(draft, "aim", actor=teacher, aim="Again.")
    with pytest.raises(WrongState):
        workflow.submit(draft, actor=teacher)


def test_administrators_are_told_to_close_an_account_that_is_there(existing, teacher, admin):
    workflow.withdraw(existing, actor=teacher)
    assert Notification.objects.get(template="applications.to_close").recipient == admin


def test_it_is_recorded(draft, teacher):
    workflow.withdraw(draft, actor=teacher)
    assert Event.objects.get(verb="applications.withdraw").data == {"from": "draft", "to": "withdrawn"}


def test_a_rollback_leaves_it_waiting(submitted, teacher, monkeypatch):
    monkeypatch.setattr("applications.workflow.submitting.notifications.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.withdraw(submitted, actor=teacher)
    submitted.refresh_from_db()
    assert submitted.status == "submitted"
    assert not Event.objects.filter(verb="applications.withdraw").exists()
