"""A3: approval closes and opens with the readiness of those named, and who decides is told when it opens."""

from datetime import timedelta

import pytest

from applications import tasks, workflow
from applications.models import Application
from audit.models import Event
from conftest import NOW
from core.actors import DAILY
from core.errors import NotAllowed, WrongState
from notifications.models import Notification
from policy import workflow as policy_verbs
from policy.models import TrainingRecord

GOOD = "A clear aim and two careful people."


def told():
    rows = Notification.objects.filter(template="applications.can_be_decided").select_related("recipient")
    return [row.recipient for row in rows.order_by("recipient__full_name")]


def held(case):
    return Application.objects.get(pk=case.pk).held_at


def publish(head):
    draft = policy_verbs.save_draft(
        actor=head,
        title="Social media policy",
        body_markdown="Be kind, and be quick.",
        effective_on=NOW.date(),
        review_on=NOW.date() + timedelta(days=300),
    )
    return policy_verbs.publish(draft, actor=head)


def test_who_decides_is_told_once_when_the_last_runner_is_ready(submitted, head, deputy, teacher, teacher2, make_ready):
    assert held(submitted) == NOW
    make_ready(teacher)
    tasks.note_readiness()
    assert (held(submitted), told()) == (NOW, [])
    make_ready(teacher2)
    for _ in range(3):
        tasks.note_readiness()
    assert (held(submitted), told()) == (None, [deputy, head])
    assert Event.objects.filter(verb="applications.release", actor="system:daily").count() == 1


def test_nobody_is_told_of_what_could_be_decided_from_the_first(ready, submitted):
    tasks.note_readiness()
    assert (held(submitted), told()) == (None, [])
    assert not Event.objects.filter(verb__in=["applications.hold", "applications.release"]).exists()


def test_a_new_version_of_the_policy_closes_the_approval_until_all_have_read_it(
    ready, submitted, head, deputy, teacher, teacher2, client, sign_in
):
    sign_in(client, head)
    assert "Approve it" in client.get(submitted.decide_url()).content.decode()
    version = publish(head)
    page = client.get(submitted.decide_url()).content.decode()
    assert "Approve it" not in page
    assert "Tom Teacher has acknowledged an older version of the policy only" in page
    with pytest.raises(NotAllowed, match="Tara Teacher has acknowledged an older version"):
        workflow.approve(submitted, actor=head, reason=GOOD)
    tasks.note_readiness()
    assert held(submitted) == NOW
    policy_verbs.acknowledge(version, actor=teacher)
    tasks.note_readiness()
    assert told() == []
    policy_verbs.acknowledge(version, actor=teacher2)
    tasks.note_readiness()
    assert told() == [deputy, head]
    assert "Approve it" in client.get(submitted.decide_url()).content.decode()
    assert (
        "The portal closed the approval: somebody named is not ready"
        in client.get(submitted.get_absolute_url()).content.decode()
    )
    assert workflow.approve(submitted, actor=head, reason=GOOD).status == "approved"


def test_training_that_runs_out_closes_it_too(ready, submitted, teacher2, clock):
    TrainingRecord.objects.filter(person=teacher2).update(valid_until=NOW.date())
    tasks.note_readiness()
    assert held(submitted) is None
    clock.move_to(NOW + timedelta(days=1))
    tasks.note_readiness()
    assert held(submitted) == NOW + timedelta(days=1)


def test_a_case_that_another_round_noted_first_stops_nothing(
    submitted, head, deputy, teacher, teacher2, make_ready, monkeypatch
):
    make_ready(teacher, teacher2)
    release = workflow.release

    def beaten(case, *, actor):
        release(case, actor=actor)
        return release(case, actor=actor)

    monkeypatch.setattr(workflow, "release", beaten)
    tasks.note_readiness()
    assert (held(submitted), told()) == (None, [deputy, head])


def test_within_one_version_it_is_told_once_however_often_it_opens(submitted, teacher, teacher2, make_ready):
    make_ready(teacher, teacher2)
    tasks.note_readiness()
    teacher2.is_active = False
    teacher2.save()
    tasks.note_readiness()
    assert held(submitted)
    teacher2.is_active = True
    teacher2.save()
    tasks.note_readiness()
    assert held(submitted) is None
    assert len(told()) == 2


@pytest.mark.parametrize("who", ["head", "admin", "teacher"])
@pytest.mark.parametrize("verb", [workflow.hold, workflow.release])
def test_only_the_portal_notes_it(request, submitted, verb, who):
    with pytest.raises(NotAllowed):
        verb(submitted, actor=request.getfixturevalue(who))


def test_what_does_not_wait_is_neither_closed_nor_opened(submitted, head, make_ready, teacher, teacher2):
    with pytest.raises(WrongState):
        workflow.hold(submitted, actor=DAILY)
    case = workflow.return_for_changes(submitted, actor=head, reason="Say more.")
    make_ready(teacher, teacher2)
    with pytest.raises(WrongState):
        workflow.release(case, actor=DAILY)
    tasks.note_readiness()
    assert told() == []


def test_a_change_begins_anew(submitted, head, teacher, teacher2, make_ready):
    workflow.return_for_changes(submitted, actor=head, reason="Say more.")
    make_ready(teacher, teacher2)
    workflow.submit(submitted, actor=teacher)
    tasks.note_readiness()
    assert (held(submitted), told()) == (None, [])


def test_a_rollback_leaves_it_closed(submitted, teacher, teacher2, make_ready, monkeypatch):
    make_ready(teacher, teacher2)
    monkeypatch.setattr("applications.workflow.waiting.notifications.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.release(submitted, actor=DAILY)
    assert held(submitted) == NOW
    assert not Event.objects.filter(verb="applications.release").exists()
