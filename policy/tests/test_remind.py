"""P2: SLT chases in one click those who have not acknowledged."""

import pytest

from audit.models import Event
from core.errors import NotAllowed, WrongState
from notifications.models import Notification
from people.models import User
from policy import workflow


def test_only_those_who_have_not_acknowledged_are_reminded(head, teacher, teacher2, leaver, version):
    workflow.acknowledge(version, actor=teacher)
    assert workflow.remind([teacher, teacher2, leaver], actor=head) == 1
    assert Notification.objects.get(template="policy.reminder").recipient == teacher2
    assert Event.objects.get(verb="policy.remind").data == {"people": [teacher2.pk]}


def test_once_a_day_at_most(head, admin, teacher, version, clock):
    workflow.remind([teacher], actor=head)
    workflow.remind([teacher], actor=admin)
    assert Notification.objects.filter(template="policy.reminder").count() == 1
    clock.move_to(clock.now.replace(day=19))
    workflow.remind([teacher], actor=head)
    assert Notification.objects.filter(template="policy.reminder").count() == 2


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
    with pytest.raises(WrongState, match="Everybody"):
        workflow.remind(User.objects.active(), actor=head)
