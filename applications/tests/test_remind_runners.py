"""A3: those who are not ready are reminded, at most once a day."""

from datetime import timedelta

import pytest

from applications import workflow
from audit.models import Event
from conftest import NOW
from core.errors import NotAllowed, WrongState
from notifications.models import Notification


def told():
    return [row.recipient for row in Notification.objects.filter(template="applications.reminder")]


def test_only_those_who_are_not_ready_are_reminded(submitted, teacher, teacher2, make_ready):
    make_ready(teacher)
    assert workflow.remind_runners(submitted, actor=teacher) == [teacher2]
    assert told() == [teacher2]


def test_once_a_day_and_again_tomorrow(submitted, teacher, teacher2, make_ready, clock):
    make_ready(teacher)
    workflow.remind_runners(submitted, actor=teacher)
    with pytest.raises(WrongState, match="tomorrow"):
        workflow.remind_runners(submitted, actor=teacher)
    assert len(told()) == 1
    clock.move_to(NOW + timedelta(days=1))
    workflow.remind_runners(submitted, actor=teacher)
    assert len(told()) == 2


def test_a_draft_already_has_people_to_remind(draft, teacher):
    assert len(workflow.remind_runners(draft, actor=teacher)) == 2


def test_nobody_is_reminded_where_all_are_ready(submitted, teacher, ready):
    with pytest.raises(WrongState, match="is ready"):
        workflow.remind_runners(submitted, actor=teacher)


def test_nobody_is_reminded_of_what_is_decided(submitted, teacher, head):
    workflow.reject(submitted, actor=head, reason="No.")
    with pytest.raises(WrongState):
        workflow.remind_runners(submitted, actor=teacher)


@pytest.mark.parametrize("who", ["head", "deputy", "admin"])
def test_slt_and_administrators_remind_too(request, submitted, policy, who):
    assert workflow.remind_runners(submitted, actor=request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["teacher2", "outsider", "chair", "dsl"])
def test_others_do_not(request, submitted, who):
    with pytest.raises(NotAllowed):
        workflow.remind_runners(submitted, actor=request.getfixturevalue(who))


def test_slt_does_not_reach_into_a_draft(draft, head):
    with pytest.raises(NotAllowed):
        workflow.remind_runners(draft, actor=head)


def test_the_record_says_whom(submitted, teacher, teacher2):
    workflow.remind_runners(submitted, actor=teacher)
    assert Event.objects.get(verb="applications.remind_runners").data == {"people": [teacher.pk, teacher2.pk]}
    notice = Notification.objects.filter(template="applications.reminder").first()
    assert notice.params == {"case": submitted.pk, "asker": "Tom Teacher"}


def test_a_rollback_leaves_neither_notice_nor_record(submitted, teacher, monkeypatch):
    monkeypatch.setattr("applications.workflow.reminding.audit.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.remind_runners(submitted, actor=teacher)
    assert told() == []
    assert not Event.objects.filter(verb="applications.remind_runners").exists()
