"""The author objects, and somebody else decides (H1)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from core.registry import needs_of
from moderation.abuse import workflow
from moderation.models import Appeal, Ban, Item
from notifications.models import Notification


@pytest.fixture
def appeal(removed, teacher, head, admin) -> Appeal:
    return workflow.record_appeal(removed, actor=teacher, words="It was about my dog.", received_at=NOW)


def test_it_is_recorded_in_their_words_and_those_who_may_decide_are_told(appeal, removed, teacher, head, admin):
    assert (appeal.words, appeal.received_at, appeal.recorded_by) == ("It was about my dog.", NOW, teacher)
    told = Notification.objects.filter(template="moderation.appeal_recorded")
    assert {row.recipient for row in told} == {head, admin}
    event = Event.objects.get(verb="moderation.record_appeal")
    assert "dog" not in str(event.data)
    with pytest.raises(WrongState, match="open already"):
        workflow.record_appeal(removed, actor=head, words="Again")


def test_an_appeal_needs_words_a_time_that_was_and_something_removed(removed, decide, teacher, outsider, make_item):
    with pytest.raises(NotAllowed):
        workflow.record_appeal(removed, actor=outsider, words="Please")
    for fields in (
        {"words": " "},
        {"words": "Please", "received_at": NOW + timedelta(hours=1)},
        {"words": "Please", "received_at": NOW - timedelta(days=1)},
    ):
        with pytest.raises(InvalidInput):
            workflow.record_appeal(removed, actor=teacher, **fields)
    with pytest.raises(WrongState, match="Nothing was removed"):
        workflow.record_appeal(decide(item=make_item()), actor=teacher, words="Please")


def test_who_removed_it_does_not_decide_and_the_others_need_to(appeal, teacher, teacher2, outsider, volunteer, head):
    for actor in (teacher, outsider, volunteer):
        with pytest.raises(NotAllowed):
            workflow.decide_appeal(appeal, actor=actor, decision="upheld", reason="It was vile.")
    waits = reverse("moderation:decide_appeal", args=[appeal.pk])
    for person, needs_it in ((teacher, False), (teacher2, True), (head, True), (outsider, False)):
        assert (waits in [need.url for need in needs_of(person)]) is needs_it
    for fields in ({"decision": "upheld", "reason": " "}, {"decision": "perhaps", "reason": "Hm."}):
        with pytest.raises(InvalidInput):
            workflow.decide_appeal(appeal, actor=teacher2, **fields)
    workflow.decide_appeal(appeal, actor=teacher2, decision="upheld", reason="It was vile.")
    assert Notification.objects.filter(template="moderation.appeal_decided", recipient=teacher).count() == 1
    assert Item.objects.get(pk=appeal.response.item_id).gone_at is not None
    with pytest.raises(WrongState):
        workflow.decide_appeal(appeal, actor=head, decision="overturned", reason="No.")
    assert waits not in [need.url for need in needs_of(head)]


def test_an_overturned_deletion_is_put_back(appeal, head):
    workflow.decide_appeal(appeal, actor=head, decision="overturned", reason="It was about a dog.")
    item = Item.objects.get(pk=appeal.response.item_id)
    assert (item.gone_at, item.gone_because) == (None, "")
    assert item.responded_at == NOW  # the clock stopped, and stays so
    assert Event.objects.get(verb="moderation.decide_appeal").data["decision"] == "overturned"


def test_an_overturned_block_is_lifted(decide, teacher, head):
    response = decide(workflow.block)
    workflow.confirm_done(response, actor=teacher)
    appeal = workflow.record_appeal(response, actor=teacher, words="It was not me.")
    workflow.decide_appeal(appeal, actor=head, decision="overturned", reason="Somebody else wrote it.")
    ban = Ban.objects.get()
    assert (ban.lifted_by, bool(ban.lifted_because)) == (head, True)
    assert Notification.objects.filter(template="moderation.ban_lifted", recipient=teacher).exists()


def test_the_pages(client, sign_in, removed, teacher, head):
    runner = sign_in(client, teacher)
    url = reverse("moderation:record_appeal", args=[removed.item_id, removed.pk])
    assert "Fill in" in runner.post(url, {"words": " "}).content.decode()
    runner.post(url, {"words": "It was about my dog."})
    appeal = Appeal.objects.get()
    page = reverse("moderation:decide_appeal", args=[appeal.pk])
    assert "You removed it yourself" in runner.get(page).content.decode()
    sign_in(client, head)
    client.post(page, {"decision": "upheld", "reason": "It was not about a dog."})
    assert Appeal.objects.get().decided_by == head
    shown = client.get(reverse("moderation:item", args=[removed.item_id])).content.decode()
    assert "It was not about a dog." in shown
