"""A2, A4: a submitted case that is changed leaves the queue and becomes a new revision."""

import pytest

from applications import workflow
from applications.models import Application
from audit.models import Event
from core.errors import NotAllowed, WrongState
from notifications.models import Notification


def test_it_leaves_the_queue_and_keeps_what_was_submitted(submitted, teacher, head):
    case = workflow.amend(submitted, actor=teacher)
    assert (case.status, case.draft().number, case.sent().number) == ("draft", 2, 1)
    assert not Application.objects.all().for_decision_by(head)
    assert Application.objects.visible_to(head).get().revision_for(head).number == 1


def test_those_who_were_asked_are_told_without_its_words(submitted, teacher, head, deputy):
    workflow.amend(submitted, actor=teacher)
    notices = Notification.objects.filter(template="applications.taken_back")
    assert {notice.recipient for notice in notices} == {head, deputy}
    assert notices[0].params == {"case": submitted.pk, "applicant": "Tom Teacher", "what": "is changing it"}


def test_it_is_not_decided_meanwhile(submitted, teacher, head, ready):
    workflow.amend(submitted, actor=teacher)
    for verb in (workflow.approve, workflow.reject, workflow.return_for_changes):
        with pytest.raises(WrongState):
            verb(submitted, actor=head, reason="So.")


@pytest.mark.parametrize("who", ["teacher2", "head", "admin", "outsider"])
def test_only_the_applicant_takes_it_back(request, submitted, who):
    with pytest.raises(NotAllowed):
        workflow.amend(submitted, actor=request.getfixturevalue(who))


def test_a_draft_is_not_taken_back(draft, teacher):
    with pytest.raises(WrongState):
        workflow.amend(draft, actor=teacher)


def test_it_is_recorded(submitted, teacher):
    workflow.amend(submitted, actor=teacher)
    assert Event.objects.get(verb="applications.amend").data == {"from": "submitted", "to": "draft", "revision": 2}


def test_a_rollback_leaves_it_waiting(submitted, teacher, monkeypatch):
    monkeypatch.setattr("applications.workflow.submitting.notifications.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.amend(submitted, actor=teacher)
    submitted.refresh_from_db()
    assert (submitted.status, submitted.draft()) == ("submitted", None)
    assert not Event.objects.filter(verb="applications.amend").exists()
