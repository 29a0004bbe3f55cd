"""Adding comments, by hand and many at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from conftest import NOW
from core.actors import COMMAND_LINE
from core.errors import InvalidInput, NotAllowed
from moderation import workflow
from moderation.clock_rules import sentence
from moderation.models import Item
from moderation.states import Source, Status
from moderation.workflow import AddResult, NewItem


def test_a_comment_added_by_hand_gets_its_clock(account, teacher):
    item = workflow.add_item(
        account, actor=teacher, text="When does term start?", received_at=NOW - timedelta(hours=2), kind="query"
    )
    assert item.due_at == NOW + timedelta(hours=22)
    assert item.detected_at == NOW
    assert "24 hours later" in sentence(item)
    assert (item.status, item.source, item.added_by, item.kind) == (Status.OPEN, Source.HAND, teacher, "query")
    assert item.sweep_at == NOW + timedelta(hours=10)  # half of its time
    event = Event.objects.get(verb="moderation.add_item")
    assert (event.actor, event.subject_id) == (f"person:{teacher.pk}", str(item.pk))


def test_without_a_time_it_counts_from_now(account, teacher):
    item = workflow.add_item(account, actor=teacher, text="Just seen")
    assert item.received_at == item.detected_at == NOW


def test_a_time_in_the_future_counts_as_now_and_both_are_kept(account, teacher):
    item = workflow.add_item(account, actor=teacher, text="Wrong clock", received_at=NOW + timedelta(hours=3))
    assert item.received_at == NOW
    assert item.platform_received_at == NOW + timedelta(hours=3)
    assert item.clock_flag


@pytest.mark.parametrize("who", ["teacher", "admin", "head", "volunteer_runner"])
def test_runners_administrators_and_slt_add(request, make_account, teacher, volunteer, who):
    account = make_account("Friends", teacher, volunteer)
    actor = volunteer if who == "volunteer_runner" else request.getfixturevalue(who)
    assert workflow.add_item(account, actor=actor, text="Hello").pk


@pytest.mark.parametrize("who", ["outsider", "teacher2", "volunteer", "dsl", "chair"])
def test_nobody_else_adds_and_the_refusal_is_recorded(request, account, who):
    with pytest.raises(NotAllowed):
        workflow.add_item(account, actor=request.getfixturevalue(who), text="Hello")
    assert not Item.objects.exists()
    assert Event.objects.get(verb="moderation.add_item").refused


def test_a_runner_who_has_left_adds_nothing(make_account, leaver):
    with pytest.raises(NotAllowed):
        workflow.add_item(make_account("Old", leaver), actor=leaver, text="Hello")


def test_the_same_comment_twice_is_refused(account, teacher):
    workflow.add_item(account, actor=teacher, text="Hello", received_at=NOW)
    with pytest.raises(InvalidInput, match="already"):
        workflow.add_item(account, actor=teacher, text="Hello", received_at=NOW)
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "a", "permalink": "javascript:alert(1)"}, "permalink"),
        ({"text": "a", "kind": "praise"}, "kind"),
        ({"text": "a\0b"}, "text"),
        ({"text": "a", "received_at": NOW.replace(tzinfo=None)}, "received_at"),
    ],
)
def test_what_cannot_be_used_is_named(account, teacher, fields, field):
    with pytest.raises(InvalidInput) as refusal:
        workflow.add_item(account, actor=teacher, **fields)
    assert refusal.value.field == field


def test_an_answer_is_tied_to_its_comment_whichever_comes_first(account, teacher):
    answer = workflow.add_item(account, actor=teacher, text="b", external_id="2", parent_external_id="1")
    itself = workflow.add_item(account, actor=teacher, text="c", external_id="3", parent_external_id="3")
    comment = workflow.add_item(account, actor=teacher, text="a", external_id="1")
    later = workflow.add_item(account, actor=teacher, text="d", external_id="4", parent_external_id="1")
    assert Item.objects.get(pk=answer.pk).parent == comment
    assert later.parent == comment
    assert Item.objects.get(pk=itself.pk).parent is None


def test_many_are_added_once_by_id_or_by_what_they_are(account, teacher):
    rows = [
        NewItem("with id", NOW, external_id="1"),
        NewItem("with id, edited", NOW, external_id="1"),
        NewItem("without", NOW, author_name="Pat"),
        NewItem("without", NOW, author_name="Pat"),
        NewItem("without", NOW, author_name="Pat", occurrence=2),
    ]
    first = workflow.add_many(account, rows, actor=teacher)
    assert (first.added, first.already_there) == (3, 2)
    assert [Item.objects.get(pk=pk).text for pk in first.ids] == ["with id", "without", "without"]
    assert workflow.add_many(account, rows, actor=teacher) == AddResult(0, 5)


def test_the_same_id_on_another_account_is_another_comment(account, make_account, teacher):
    other = make_account("Other", teacher)
    row = NewItem("hello", NOW, external_id="1")
    assert workflow.add_many(account, [row], actor=teacher).added == 1
    assert workflow.add_many(other, [row], actor=teacher).added == 1


def test_a_time_in_the_future_is_the_same_comment_when_it_comes_again(account, teacher, clock):
    row = NewItem("hello", NOW + timedelta(hours=5))
    workflow.add_many(account, [row], actor=teacher)
    clock.move_to(NOW + timedelta(hours=1))
    assert workflow.add_many(account, [row], actor=teacher).added == 0


def test_many_leave_one_event_for_each_500(account, django_assert_max_num_queries):
    rows = [NewItem(f"Comment {n}", NOW - timedelta(minutes=n)) for n in range(1100)]
    result = workflow.add_many(account, rows, actor=COMMAND_LINE)
    events = list(Event.objects.filter(verb="moderation.add_items"))
    assert [event.data["added"] for event in events] == [500, 500, 100]
    assert result.added == Item.objects.count() == 1100
    with django_assert_max_num_queries(40):
        workflow.add_many(account, rows[:500], actor=COMMAND_LINE)


def test_the_database_itself_keeps_a_comment_from_coming_twice(item):
    for values in ({"digest": item.digest}, {"digest": "x", "external_id": "7"}):
        columns = {field.attname: getattr(item, field.attname) for field in Item._meta.fields if field.name != "id"}
        twins = [Item(**{**columns, **values}) for _ in range(2)]
        with pytest.raises(IntegrityError), transaction.atomic():
            Item.objects.bulk_create(twins)


def test_the_database_keeps_an_open_comment_in_the_sweeps_sight(item):
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(sweep_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(breached_at=datetime(2026, 1, 1, tzinfo=UTC))
