"""Tasks: whose they are, until when, and to whom they fall (I3)."""

from datetime import timedelta

import pytest

from audit.models import Event
from core.actors import DAILY
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from incidents import workflow
from incidents.models import Task
from incidents.states import Part, Status
from incidents.together import workflow as together
from incidents.together.tasks import hand_on, remind
from notifications.models import Notification


@pytest.fixture
def task(incident, head, deputy, clock) -> Task:
    due_at = clock.now + timedelta(days=1)
    together.add_task(incident, actor=head, words="Ring the family", owner=deputy, due_at=due_at)
    return incident.tasks.get()


def told(person, template) -> int:
    return Notification.objects.filter(recipient=person, template=template, withdrawn_at=None).count()


def test_a_task_is_its_owners_and_they_are_told(incident, task, head, deputy) -> None:
    assert (task.owner, task.added_by, task.done_at) == (deputy, head, None)
    assert told(deputy, "incidents.task_given") == 1
    assert Event.objects.get(verb="incidents.add_task").data == {"task": task.pk, "owner": deputy.pk}
    assert "Ring the family" in incident.entries.get().text
    words = Notification.objects.get(template="incidents.task_given")
    assert "Ring" not in str(words.params)


@pytest.mark.parametrize("who", ["teacher", "admin", "outsider", "volunteer", "dsl"])
def test_who_does_not_handle_it_has_nothing_to_do_with_its_tasks(incident, task, clock, request, who) -> None:
    person = request.getfixturevalue(who)
    due_at = clock.now + timedelta(days=2)
    for verb in (
        lambda: together.add_task(incident, actor=person, words="Me", owner=person, due_at=due_at),
        lambda: together.give_task(incident, task, actor=person, owner=person, due_at=due_at),
        lambda: together.finish_task(incident, task, actor=person),
        lambda: together.drop_task(incident, task, actor=person, reason="No."),
    ):
        with pytest.raises(NotAllowed):
            verb()
    task.refresh_from_db()
    assert task.done_at is None


def test_only_a_handler_is_given_one_and_only_in_time(incident, task, head, teacher2, clock) -> None:
    tomorrow = clock.now + timedelta(days=1)
    for given in ({"owner": teacher2}, {"words": " "}, {"due_at": clock.now}):
        with pytest.raises(InvalidInput):
            together.add_task(incident, actor=head, **{"words": "Ring", "owner": head, "due_at": tomorrow, **given})
    with pytest.raises(InvalidInput):
        together.give_task(incident, task, actor=head, owner=teacher2, due_at=tomorrow)


def test_it_is_done_once_and_the_timeline_says_so(incident, task, head) -> None:
    together.finish_task(incident, task, actor=head)
    task.refresh_from_db()
    assert task.done_by == head
    assert incident.entries.last().text == "Task done: Ring the family"
    with pytest.raises(WrongState):
        together.finish_task(incident, task, actor=head)
    with pytest.raises(WrongState):
        together.drop_task(incident, task, actor=head, reason="Not needed.")


def test_one_that_is_not_needed_says_why(incident, task, head) -> None:
    with pytest.raises(InvalidInput):
        together.drop_task(incident, task, actor=head, reason=" ")
    together.drop_task(incident, task, actor=head, reason="They rang us.")
    task.refresh_from_db()
    assert (task.dropped, task.done_by) == ("They rang us.", head)


def test_a_file_with_something_to_do_is_not_closed(resolved, head, clock) -> None:
    together.add_task(resolved, actor=head, words="Ring", owner=head, due_at=clock.now + timedelta(days=1))
    with pytest.raises(NotAllowed, match="still to do"):
        workflow.close(resolved, actor=head)
    together.finish_task(resolved, resolved.tasks.get(), actor=head)
    assert workflow.close(resolved, actor=head).status == Status.CLOSED


def test_its_owner_is_reminded_once_when_it_is_late(task, deputy, clock) -> None:
    remind()
    assert told(deputy, "incidents.task_late") == 0
    clock.move_to(task.due_at + timedelta(hours=1))
    remind()
    remind()
    assert told(deputy, "incidents.task_late") == 1
    assert Event.objects.filter(verb="incidents.remind_task").count() == 1


def test_today_says_that_there_is_something_to_do_but_not_what(task, deputy, clock) -> None:
    [need] = [need for need in needs_of(deputy) if need.url.endswith("#tasks")]
    assert "Ring" not in need.sentence
    assert need.due_at == task.due_at


def test_the_tasks_of_who_is_named_fall_to_whoever_leads_it(incident, task, head, deputy) -> None:
    workflow.name_person(incident, deputy, actor=head, part=Part.ALLEGED)
    task.refresh_from_db()
    assert task.owner == head
    assert told(deputy, "incidents.task_given") == 0  # the notice is taken back
    assert told(head, "incidents.tasks_handed_on") == 1
    assert Event.objects.get(verb="incidents.hand_on_tasks").data == {"tasks": [task.pk], "owner": head.pk}


def test_so_do_those_of_a_handler_who_was_taken_off_or_left(incident, head, deputy, teacher2, clock) -> None:
    workflow.name_person(incident, teacher2, actor=head, part=Part.HANDLER)
    tomorrow = clock.now + timedelta(days=1)
    for owner in (teacher2, deputy):
        together.add_task(incident, actor=head, words="Ring", owner=owner, due_at=tomorrow)
    workflow.end_part(incident, incident.involvements.get(person=teacher2), actor=head)
    assert {one.owner for one in incident.tasks.all()} == {head, deputy}
    deputy.leaves_on = clock.now.date() - timedelta(days=1)
    deputy.save()
    hand_on()
    assert {one.owner for one in incident.tasks.all()} == {head}
    before = Event.objects.count()
    hand_on()
    assert Event.objects.count() == before


def test_a_rollback_leaves_no_task_and_no_notice(incident, head, deputy, clock, monkeypatch) -> None:
    monkeypatch.setattr("incidents.together.workflow._tell_owner", lambda *args: 1 / 0)
    due_at = clock.now + timedelta(days=1)
    with pytest.raises(ZeroDivisionError):
        together.add_task(incident, actor=head, words="Ring", owner=deputy, due_at=due_at)
    assert not incident.tasks.exists()
    assert not Event.objects.filter(verb="incidents.add_task").exists()


def test_who_is_named_while_the_round_goes_is_not_reminded(incident, task, head, deputy, clock) -> None:
    """The round has found them; before it tells them they are named, and their task falls to nobody (H5)."""
    clock.move_to(task.due_at + timedelta(hours=1))
    workflow.name_person(incident, deputy, actor=head, part=Part.ALLEGED)
    Task.objects.filter(pk=task.pk).update(owner=deputy)
    with pytest.raises(WrongState):
        together.remind_task(task, actor=DAILY)
    assert told(deputy, "incidents.task_late") == 0


def test_a_task_that_is_sent_twice_at_once_is_there_once(incident, task, head, deputy, clock) -> None:
    given = {"words": " Ring the family", "owner": deputy, "due_at": task.due_at}
    together.add_task(incident, actor=head, **given)
    assert (incident.tasks.count(), incident.entries.count(), told(deputy, "incidents.task_given")) == (1, 1, 1)
    together.finish_task(incident, task, actor=deputy)
    together.add_task(incident, actor=head, **given)  # once more, after it was done
    assert incident.tasks.count() == 2
