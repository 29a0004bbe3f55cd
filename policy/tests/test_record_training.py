"""P3, in its simple form: SLT and Administrators record training for a person."""

from datetime import date, timedelta

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from policy import workflow
from policy.models import TrainingRecord
from policy.workflow import training as recording

TODAY = date(2026, 11, 18)


def record(person, by, **changes):
    values = {"title": "Social media", "completed_on": TODAY, "valid_until": date(2027, 11, 17)} | changes
    return workflow.record_training(person, actor=by, **values)


@pytest.mark.parametrize("who", ["head", "admin"])
def test_slt_and_administrators_record_it_and_the_person_is_told(request, teacher, who):
    by = request.getfixturevalue(who)
    kept = record(teacher, by)
    assert (kept.person, kept.recorded_by, kept.valid_until) == (teacher, by, date(2027, 11, 17))
    assert Event.objects.get(verb="policy.record_training").data == {"person": teacher.pk}
    assert Notification.objects.get(template="policy.training_recorded").recipient == teacher


@pytest.mark.parametrize("who", ["teacher2", "volunteer", "chair", "dsl", "leaver"])
def test_nobody_else_does(request, teacher, who):
    with pytest.raises(NotAllowed):
        record(teacher, request.getfixturevalue(who))
    assert not TrainingRecord.objects.exists()
    assert not Notification.objects.exists()


def test_nobody_records_their_own(head):
    with pytest.raises(NotAllowed, match="their own"):
        record(head, head)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"completed_on": TODAY + timedelta(days=1)}, "completed_on"),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
    ],
)
def test_what_cannot_be_is_refused(head, teacher, changes, field):
    with pytest.raises(InvalidInput) as refusal:
        record(teacher, head, **changes)
    assert refusal.value.field == field


def test_a_mistake_is_struck_out_and_stays_on_record(head, admin, teacher):
    kept = workflow.strike_training(record(teacher, head), actor=admin)
    assert (kept.struck_by, TrainingRecord.objects.count()) == (admin, 1)
    with pytest.raises(WrongState):
        workflow.strike_training(kept, actor=head)
    assert Event.objects.filter(verb="policy.strike_training", refused=False).count() == 1


def test_nobody_strikes_out_their_own(head, teacher):
    kept = record(teacher, head)
    with pytest.raises(NotAllowed):
        workflow.strike_training(kept, actor=teacher)


def test_everybody_sees_their_own_records_and_slt_sees_all(head, teacher, teacher2):
    kept = record(teacher, head)
    assert kept in TrainingRecord.objects.visible_to(head)
    assert kept in TrainingRecord.objects.visible_to(teacher)
    assert kept not in TrainingRecord.objects.visible_to(teacher2)


def test_a_rollback_leaves_neither(head, teacher, monkeypatch):
    monkeypatch.setattr(recording.notifications, "tell_each", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record(teacher, head)
    assert not TrainingRecord.objects.exists()
    assert not Event.objects.filter(verb="policy.record_training").exists()
