"""P2, P7: SLT chases in one click those who have not acknowledged, or not declared."""

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import NotAllowed, WrongState
from notifications.models import Notification
from people.models import User
from policy import workflow
from policy.workflow import acknowledging


def test_only_those_who_have_not_acknowledged_are_asked_to_read(head, teacher, teacher2, leaver, version):
    workflow.acknowledge(version, actor=teacher)
    workflow.declare(actor=teacher)
    assert workflow.remind([teacher, teacher2, leaver], actor=head) == 1
    assert Notification.objects.get(template="policy.reminder").recipient == teacher2
    assert Event.objects.get(verb="policy.remind").data == {"people": [teacher2.pk]}


def test_whoever_has_read_but_not_declared_is_asked_to_declare(head, teacher, version):
    workflow.acknowledge(version, actor=teacher)
    assert workflow.remind([teacher], actor=head) == 1
    notice = Notification.objects.get(template="policy.declaration_reminder")
    assert (notice.recipient, notice.url) == (teacher, reverse("policy:declare"))
    assert not Notification.objects.filter(template="policy.reminder").exists()


def test_once_a_day_at_most_whoever_asks_and_for_whatever(head, admin, teacher, version, clock):
    workflow.remind([teacher], actor=head)
    with pytest.raises(WrongState, match="reminded today already"):
        workflow.remind([teacher], actor=admin)
    workflow.acknowledge(version, actor=teacher)  # the declaration is still to make, but not to be asked for today
    with pytest.raises(WrongState, match="reminded today already"):
        workflow.remind([teacher], actor=admin)
    clock.move_to(clock.now.replace(day=19))
    assert workflow.remind([teacher], actor=head) == 1
    assert Notification.objects.filter(recipient=teacher, template__contains="reminder").count() == 2


def test_those_reminded_today_are_left_out_of_the_next_click(head, teacher, teacher2, version):
    workflow.remind([teacher], actor=head)
    assert workflow.remind([teacher, teacher2], actor=head) == 1
    assert Event.objects.filter(verb="policy.remind").order_by("-id").first().data == {"people": [teacher2.pk]}


@pytest.mark.parametrize("who", ["teacher2", "volunteer", "chair"])
def test_only_slt_and_administrators_chase(request, teacher, version, who):
    with pytest.raises(NotAllowed):
        workflow.remind([teacher], actor=request.getfixturevalue(who))
    assert not Notification.objects.filter(template="policy.reminder").exists()


def test_there_is_nothing_to_chase_without_a_policy(head, teacher):
    with pytest.raises(WrongState):
        workflow.remind([teacher], actor=head)


def test_when_all_have_acknowledged_nobody_is_disturbed(head, version):
    workflow.acknowledge(version, actor=head)
    workflow.declare(actor=head)
    with pytest.raises(WrongState, match="Everybody here"):
        workflow.remind(User.objects.active(), actor=head)


def test_a_rollback_leaves_neither(head, teacher, version, monkeypatch):
    monkeypatch.setattr(acknowledging.audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.remind([teacher], actor=head)
    assert not Notification.objects.filter(template="policy.reminder").exists()
    assert not Event.objects.filter(verb="policy.remind").exists()
