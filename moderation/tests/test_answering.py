"""Acknowledge, reply, remove: what stops the clock, when, and by whose word (M2, H1, C5)."""

from datetime import timedelta

import pytest

from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation import stages, sweep, workflow
from moderation.abuse import workflow as abuse
from moderation.models import Item, ItemStage, Response
from moderation.states import ResponseKind, ResponseStatus, Stage, Status
from notifications.models import Notification


@pytest.fixture
def account(make_account, teacher, teacher2):
    return make_account("St Jude's on Facebook", teacher, teacher2)


def fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


def test_an_acknowledgement_stops_the_clock_and_the_reply_is_still_waited_for(item, teacher, clock):
    workflow.acknowledge(item, actor=teacher, text="Thank you, we have seen it.")
    found = fresh(item)
    assert (found.status, found.responded_at, found.responded_by) == (Status.ACKNOWLEDGED, clock.now, teacher)
    assert found.is_waiting
    assert found.sweep_at is None
    response = Response.objects.get(item=item)
    assert (response.kind, response.status) == (ResponseKind.ACKNOWLEDGEMENT, ResponseStatus.POSTED)
    assert response.written_by == response.confirmed_by == teacher
    event = Event.objects.get(verb="moderation.acknowledge")
    assert event.data == {"from": "open", "to": "acknowledged", "response": response.pk, "revision": 1}


def test_a_reply_after_the_acknowledgement_moves_no_clock(item, teacher, clock):
    workflow.acknowledge(item, actor=teacher, text="Seen.")
    first = clock.now
    clock.move_to(NOW + timedelta(days=2))
    response = workflow.draft_reply(item, actor=teacher, text="Here is the answer.", ready=True)
    workflow.confirm_posted(response, actor=teacher)
    found = fresh(item)
    assert (found.status, found.responded_at) == (Status.ANSWERED, first)
    assert found.breached_at is None


def test_a_draft_and_a_reply_that_waits_to_be_posted_stop_nothing(item, teacher, clock):
    workflow.draft_reply(item, actor=teacher, text="A first try")
    workflow.draft_reply(item, actor=teacher, text="Better", ready=True)
    found = fresh(item)
    assert (found.status, found.responded_at) == (Status.OPEN, None)
    assert found.claimed_by == teacher
    clock.move_to(item.due_at + timedelta(minutes=1))
    sweep.run()
    assert fresh(item).breached_at == item.due_at
    assert Response.objects.get(item=item).text == "Better"


def test_the_clock_stops_when_it_was_posted_and_both_times_are_kept(item, teacher, teacher2, clock):
    response = workflow.draft_reply(item, actor=teacher, text="Hello", ready=True)
    clock.move_to(NOW + timedelta(hours=2))
    workflow.claim(item, actor=teacher2, take_over_from=teacher)
    workflow.confirm_posted(response, actor=teacher2, posted_at=NOW + timedelta(hours=1))
    response.refresh_from_db()
    assert response.posted_at == fresh(item).responded_at == NOW + timedelta(hours=1)
    assert response.confirmed_at == NOW + timedelta(hours=2)
    assert (response.written_by, response.confirmed_by) == (teacher, teacher2)
    assert fresh(item).responded_by == teacher2


def test_a_time_that_has_not_come_or_is_before_the_comment_is_refused(item, teacher):
    response = workflow.draft_reply(item, actor=teacher, text="Hello", ready=True)
    for moment in (NOW + timedelta(seconds=1), item.received_at - timedelta(seconds=1)):
        with pytest.raises(InvalidInput) as refusal:
            workflow.confirm_posted(response, actor=teacher, posted_at=moment)
        assert refusal.value.field == "posted_at"
        with pytest.raises(InvalidInput):
            workflow.acknowledge(item, actor=teacher, text="Seen", posted_at=moment)
    assert fresh(item).responded_at is None


def test_the_due_moment_itself_is_in_time(item, teacher, clock):
    clock.move_to(item.due_at)
    workflow.acknowledge(item, actor=teacher, text="Seen.")
    found = fresh(item)
    assert found.in_time
    assert found.breached_at is None


def test_an_answer_a_moment_late_is_a_breach_even_before_a_sweep(item, teacher, admin, clock):
    clock.move_to(item.due_at + timedelta(microseconds=1))
    workflow.acknowledge(item, actor=teacher, text="Seen.")
    found = fresh(item)
    assert found.breached_at == item.due_at
    assert not found.in_time
    stages_of = set(ItemStage.objects.filter(item=item).values_list("stage", flat=True))
    assert stages_of == {Stage.BREACH}  # nobody is told any more that it waits
    sweep.run()
    assert not Notification.objects.exists()
    assert ItemStage.objects.count() == 1


def test_confirmed_late_but_posted_in_time_is_no_breach(item, teacher, clock):
    response = workflow.draft_reply(item, actor=teacher, text="Hello", ready=True)
    clock.move_to(item.due_at + timedelta(seconds=20))
    workflow.confirm_posted(response, actor=teacher, posted_at=item.due_at)
    assert fresh(item).breached_at is None
    sweep.run()
    assert fresh(item).breached_at is None


def test_a_breach_on_the_record_is_not_taken_back_by_an_earlier_time(item, teacher, clock):
    response = workflow.draft_reply(item, actor=teacher, text="Hello", ready=True)
    clock.move_to(item.due_at + timedelta(minutes=2))
    sweep.run()
    workflow.confirm_posted(response, actor=teacher, posted_at=item.due_at - timedelta(minutes=1))
    assert fresh(item).breached_at == item.due_at


def test_an_answer_is_confirmed_once(item, teacher, teacher2):
    response = workflow.draft_reply(item, actor=teacher, text="Hello", ready=True)
    workflow.confirm_posted(response, actor=teacher)
    with pytest.raises(WrongState, match="Tom Teacher has confirmed this already"):
        workflow.confirm_posted(response, actor=teacher2)


def test_a_draft_is_not_confirmed(item, teacher):
    response = workflow.draft_reply(item, actor=teacher, text="Hello")
    with pytest.raises(WrongState):
        workflow.confirm_posted(response, actor=teacher)
    assert fresh(item).responded_at is None


def test_whoever_answers_takes_it_on_and_another_is_told_so(item, teacher, teacher2):
    workflow.draft_reply(item, actor=teacher, text="I am writing")
    verbs = [
        lambda: workflow.acknowledge(item, actor=teacher2, text="Seen"),
        lambda: workflow.draft_reply(item, actor=teacher2, text="Me too"),
        lambda: abuse.delete(item, actor=teacher2, house_rule="abuse", explanation="Why"),
        lambda: workflow.close_without_response(item, actor=teacher2, reason="Spam"),
        lambda: workflow.drop_response(Response.objects.get(item=item), actor=teacher2),
    ]
    for verb in verbs:
        with pytest.raises(WrongState, match="Tom Teacher has this comment"):
            verb()
    assert Response.objects.get(item=item).text == "I am writing"


@pytest.mark.parametrize("who", ["outsider", "volunteer", "dsl", "chair"])
def test_nobody_else_answers(request, item, teacher, who):
    actor = request.getfixturevalue(who)
    response = workflow.draft_reply(item, actor=teacher, text="Hello", ready=True)
    verbs = [
        lambda: workflow.acknowledge(item, actor=actor, text="Seen"),
        lambda: workflow.draft_reply(item, actor=actor, text="Hello"),
        lambda: abuse.delete(item, actor=actor, house_rule="abuse", explanation="Why"),
        lambda: workflow.close_without_response(item, actor=actor, reason="Spam"),
        lambda: workflow.confirm_posted(response, actor=actor),
        lambda: workflow.drop_response(response, actor=actor),
    ]
    for verb in verbs:
        with pytest.raises(NotAllowed):
            verb()
    assert Event.objects.filter(refused=True, actor=f"person:{actor.pk}").count() == len(verbs)


def test_acknowledging_twice_is_refused(item, teacher):
    workflow.acknowledge(item, actor=teacher, text="Seen")
    with pytest.raises(WrongState):
        workflow.acknowledge(item, actor=teacher, text="Seen again")
    assert Response.objects.count() == 1


def test_nothing_is_answered_without_words(item, teacher):
    with pytest.raises(InvalidInput):
        workflow.acknowledge(item, actor=teacher, text=" \n ")
    with pytest.raises(InvalidInput):
        workflow.draft_reply(item, actor=teacher, text="")
    assert fresh(item).claimed_by is None


def test_when_the_record_fails_nothing_is_kept(item, teacher, monkeypatch, clock):
    clock.move_to(item.due_at + timedelta(minutes=1))
    monkeypatch.setattr(stages.bulk, "insert", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.acknowledge(item, actor=teacher, text="Seen")
    assert fresh(item).status == Status.OPEN
    assert not Response.objects.exists()
    assert not ItemStage.objects.exists()
    assert not Event.objects.filter(verb="moderation.acknowledge").exists()


def test_a_removal_and_a_reply_are_not_in_hand_at_once(item, teacher):
    reply = workflow.draft_reply(item, actor=teacher, text="Hello")
    with pytest.raises(WrongState, match="being written"):
        abuse.delete(item, actor=teacher, house_rule="abuse", explanation="Why")
    workflow.drop_response(reply, actor=teacher)
    removal = abuse.delete(item, actor=teacher, house_rule="abuse", explanation="Why")
    with pytest.raises(WrongState, match="removal"):
        workflow.draft_reply(item, actor=teacher, text="Hello")
    for verb in (workflow.confirm_posted, workflow.drop_response):  # it has verbs of its own
        with pytest.raises(WrongState, match="removal"):
            verb(removal, actor=teacher)


def test_what_was_posted_is_not_dropped(item, teacher):
    response = workflow.draft_reply(item, actor=teacher, text="Hello", ready=True)
    workflow.confirm_posted(response, actor=teacher)
    with pytest.raises(WrongState):
        workflow.drop_response(response, actor=teacher)
    assert Response.objects.filter(pk=response.pk).exists()


def test_closing_needs_a_reason_and_leaves_the_figures(item, teacher, clock):
    with pytest.raises(InvalidInput):
        workflow.close_without_response(item, actor=teacher, reason=" ")
    workflow.close_without_response(item, actor=teacher, reason="Spam")
    found = fresh(item)
    assert (found.status, found.closed_at, found.closed_by, found.closed_reason) == (
        Status.CLOSED,
        clock.now,
        teacher,
        "Spam",
    )
    assert not Item.objects.counted().exists()
    assert not Item.objects.late_closures().exists()
    with pytest.raises(WrongState):
        workflow.acknowledge(item, actor=teacher, text="Seen")


def test_closed_after_it_was_due_is_a_late_closure_and_a_breach(item, teacher, clock):
    clock.move_to(item.due_at + timedelta(seconds=1))
    workflow.close_without_response(item, actor=teacher, reason="Spam")
    assert list(Item.objects.late_closures()) == [item]
    assert not Item.objects.counted().exists()
    assert fresh(item).breached_at == item.due_at


def test_an_acknowledged_comment_that_needs_no_more_stays_in_the_figures(item, teacher, clock):
    workflow.acknowledge(item, actor=teacher, text="Seen")
    clock.move_to(item.due_at + timedelta(days=1))
    workflow.close_without_response(item, actor=teacher, reason="They found it themselves")
    assert list(Item.objects.counted()) == [item]
    assert fresh(item).breached_at is None
    assert not Item.objects.late_closures().exists()
