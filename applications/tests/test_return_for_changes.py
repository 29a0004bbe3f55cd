"""A2: SLT gives the case back; a new revision is opened, and what was read stays."""

import pytest

from applications import workflow
from applications.models import Decision
from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification

WHY = "Say who looks at it in the holidays."


def test_the_applicant_changes_it_and_submits_it_again(submitted, head, teacher):
    case = workflow.return_for_changes(submitted, actor=head, reason=WHY)
    assert case.status == "returned"
    workflow.save_point(case, "promotion", actor=teacher, promotion="A poster.")
    case = workflow.submit(case, actor=teacher)
    assert case.status == "submitted"
    assert [revision.promotion for revision in case.revisions.all()] == [
        "A letter home and the newsletter.",
        "A poster.",
    ]


def test_the_new_revision_begins_as_the_old_one_ended(submitted, head, teacher, teacher2):
    case = workflow.return_for_changes(submitted, actor=head, reason=WHY)
    assert case.draft().number == 2
    assert case.draft().aim == case.sent().aim
    assert case.draft().people() == [teacher, teacher2]


def test_the_same_person_decides_on_the_new_revision_again(submitted, head, teacher, ready):
    workflow.return_for_changes(submitted, actor=head, reason=WHY)
    workflow.submit(submitted, actor=teacher)
    assert workflow.approve(submitted, actor=head, reason="Good now.").status == "approved"


def test_slt_reads_what_was_submitted_and_not_the_draft(submitted, head, teacher):
    case = workflow.return_for_changes(submitted, actor=head, reason=WHY)
    workflow.save_point(case, "aim", actor=teacher, aim="Not yet thought through.")
    assert case.revision_for(head).number == 1
    assert case.revision_for(teacher).number == 2


@pytest.mark.parametrize("who", ["admin", "teacher", "outsider", "chair"])
def test_only_slt_returns_it(request, submitted, who):
    with pytest.raises(NotAllowed):
        workflow.return_for_changes(submitted, actor=request.getfixturevalue(who), reason=WHY)


def test_it_needs_a_reason(submitted, head):
    with pytest.raises(InvalidInput):
        workflow.return_for_changes(submitted, actor=head, reason="")


def test_it_is_not_returned_twice(submitted, head, deputy):
    workflow.return_for_changes(submitted, actor=head, reason=WHY)
    with pytest.raises(WrongState):
        workflow.return_for_changes(submitted, actor=deputy, reason=WHY)


def test_the_applicant_is_told_and_the_record_holds_no_reason(submitted, head, teacher):
    workflow.return_for_changes(submitted, actor=head, reason=WHY)
    notice = Notification.objects.get(template="applications.returned")
    assert (notice.recipient, notice.params) == (teacher, {"case": submitted.pk})
    event = Event.objects.get(verb="applications.return_for_changes")
    assert event.data == {"from": "submitted", "to": "returned", "revision": 1}


def test_a_rollback_leaves_one_revision_and_no_record(submitted, head, monkeypatch):
    monkeypatch.setattr("applications.workflow.deciding.notifications.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.return_for_changes(submitted, actor=head, reason=WHY)
    submitted.refresh_from_db()
    assert (submitted.status, submitted.revisions.count()) == ("submitted", 1)
    assert not Decision.objects.exists()
    assert not Event.objects.filter(verb="applications.return_for_changes").exists()
