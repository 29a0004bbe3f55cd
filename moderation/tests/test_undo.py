"""Taking the last step back, for ten seconds, while nothing of it has left the portal."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from conftest import NOW
from core.errors import NotAllowed, WrongState
from moderation import priority, sweep, workflow
from moderation.models import Item, ItemStage, Tag, Undo
from moderation.states import Category, Stage, Status
from moderation.workflow import undoing


@pytest.fixture
def account(make_account, teacher, teacher2):
    return make_account("St Jude's on Facebook", teacher, teacher2)


def fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


def close(item: Item, actor) -> Undo:
    workflow.close_without_response(item, actor=actor, reason="Spam")
    return Undo.objects.get(item=item, person=actor)


def test_a_close_is_taken_back_and_the_sweep_watches_again(item, teacher, clock):
    before = fresh(item)
    undo = close(item, teacher)
    assert fresh(item).status == Status.CLOSED
    clock.move_to(NOW + timedelta(seconds=9))
    workflow.undo(undo, actor=teacher)
    found = fresh(item)
    assert (found.status, found.closed_at, found.closed_by, found.closed_reason) == (Status.OPEN, None, None, "")
    assert (found.due_at, found.received_at, found.sweep_at) == (before.due_at, before.received_at, before.sweep_at)
    assert Event.objects.get(verb="moderation.undo").data["undone"] == "moderation.close_without_response"
    clock.move_to(item.due_at + timedelta(minutes=1))
    sweep.run()
    assert fresh(item).breached_at == item.due_at


def test_an_acknowledged_one_is_acknowledged_again_and_its_clock_stays_stopped(item, teacher):
    workflow.acknowledge(item, actor=teacher, text="Seen.")
    answered_at = fresh(item).responded_at
    workflow.undo(close(item, teacher), actor=teacher)
    found = fresh(item)
    assert (found.status, found.responded_at, found.sweep_at) == (Status.ACKNOWLEDGED, answered_at, None)


def test_a_breach_that_the_close_brought_to_light_stays(item, teacher, clock):
    clock.move_to(item.due_at + timedelta(minutes=5))
    undo = close(item, teacher)
    assert fresh(item).breached_at == item.due_at
    workflow.undo(undo, actor=teacher)
    found = fresh(item)
    assert (found.status, found.breached_at) == (Status.OPEN, item.due_at)
    assert ItemStage.objects.filter(item=item, stage=Stage.BREACH).count() == 1
    sweep.run()
    assert ItemStage.objects.filter(item=item, stage=Stage.BREACH).count() == 1


def test_in_the_priority_lane_it_is_there_again_and_a_missed_target_stays_missed(item, teacher, clock):
    priority.enter(item, NOW)
    due_at = fresh(item).priority_due_at
    clock.move_to(due_at + timedelta(minutes=1))
    undo = close(item, teacher)
    assert fresh(item).priority_breached_at == due_at
    workflow.undo(undo, actor=teacher)
    found = fresh(item)
    assert (found.is_priority, found.priority_due_at, found.priority_breached_at) == (True, due_at, due_at)


def test_too_late_it_stays_as_it_is(item, teacher, clock):
    undo = close(item, teacher)
    clock.move_to(NOW + timedelta(seconds=16))
    with pytest.raises(WrongState, match="too late"):
        workflow.undo(undo, actor=teacher)
    assert fresh(item).status == Status.CLOSED


def test_nobody_else_takes_it_back(item, teacher, teacher2):
    undo = close(item, teacher)
    with pytest.raises(NotAllowed):
        workflow.undo(undo, actor=teacher2)


def test_a_claim_and_a_release_are_taken_back(item, teacher):
    workflow.claim(item, actor=teacher)
    workflow.undo(Undo.objects.get(), actor=teacher)
    assert fresh(item).claimed_by is None
    claimed = workflow.claim(item, actor=teacher)
    workflow.release(item, actor=teacher)
    workflow.undo(Undo.objects.get(), actor=teacher)
    assert (fresh(item).claimed_by, fresh(item).claimed_at) == (teacher, claimed.claimed_at)


def test_a_release_is_not_taken_back_from_whoever_took_it_on_since(item, teacher, teacher2):
    workflow.claim(item, actor=teacher)
    workflow.release(item, actor=teacher)
    undo = undoing.offered(item, teacher)
    workflow.claim(item, actor=teacher2)
    assert undo is not None
    with pytest.raises(WrongState, match="somebody has changed"):
        workflow.undo(undo, actor=teacher)
    assert fresh(item).claimed_by == teacher2


def test_what_somebody_changed_since_stops_it(item, teacher, teacher2, clock):
    undo = close(item, teacher)
    workflow.undo(undo, actor=teacher)
    with pytest.raises(WrongState, match="cannot be taken back"):
        workflow.undo(undo, actor=teacher)
    assert fresh(item).status == Status.OPEN


def test_columns_and_tags_of_other_verbs_are_put_back(item, teacher):
    old, new = (Tag.objects.create(name=name, made_by=teacher) for name in ("fair", "trip"))
    item.tags.add(old)
    was = undoing.columns(item, "category", "triaged_at", "triaged_by_id", "tags")
    item.category, item.triaged_at, item.triaged_by = Category.SPAM, NOW, teacher
    item.save()
    item.tags.set([new])
    workflow.undo(undoing.offer(item, "moderation.triage", teacher, was), actor=teacher)
    found = fresh(item)
    assert (found.category, found.triaged_at, found.triaged_by) == ("", None, None)
    assert list(found.tags.all()) == [old]


def test_the_message_has_a_button_that_works_without_javascript_and_says_when_it_is_too_late(
    client, sign_in, item, teacher, clock
):
    signed_in = sign_in(client, teacher)
    answer = signed_in.post(
        reverse("moderation:close_without_response", args=[item.pk]), {"reason": "Spam", "revision": "0"}, follow=True
    )
    page = answer.content.decode()
    number = Undo.objects.get().pk
    assert f'<input type="hidden" name="undo" value="{number}">' in page
    done = signed_in.post(reverse("moderation:undo"), {"undo": str(number)}, follow=True)
    assert "Taken back." in done.content.decode()
    assert fresh(item).status == Status.OPEN
    assert "too late" in signed_in.post(reverse("moderation:undo"), {"undo": "1²,x"}, follow=True).content.decode()
    close(item, teacher)
    clock.move_to(NOW + timedelta(minutes=1))
    late = signed_in.post(reverse("moderation:undo"), {"undo": str(Undo.objects.get().pk)}, follow=True)
    assert "It is too late to take this back" in late.content.decode()
    assert fresh(item).status == Status.CLOSED
