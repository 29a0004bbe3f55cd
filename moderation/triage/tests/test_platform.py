"""What becomes of a comment on the platform: changed, taken back, gone (rule 5 of the clock)."""

from datetime import timedelta

import pytest

from audit.models import Event
from conftest import NOW
from core.actors import CONNECTORS
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation.models import Item, Recount
from moderation.states import Gone, ResponseStatus, Status
from moderation.sweep import run as sweep
from moderation.triage import workflow
from moderation.workflow import acknowledge, close_without_response, draft_reply

MINUTE = timedelta(minutes=1)


def test_a_change_before_our_answer_keeps_the_words_and_the_clock_and_looks_for_hints_again(item, teacher):
    due_at, revision, was = item.due_at, item.revision, item.text
    item = workflow.note_edit(item, actor=teacher, text="I will k1ll him", edited_at=NOW - 5 * MINUTE)
    item.refresh_from_db()
    assert item.text == "I will k1ll him"
    assert [(wording.number, wording.text) for wording in item.wordings.all()] == [(1, was)]
    assert item.due_at == due_at
    assert item.revision > revision
    assert item.is_priority
    assert [hint.found for hint in item.hints.all()] == ["k1ll him"]
    assert Item.objects.count() == 1


def test_a_material_change_after_our_answer_is_a_new_item_with_its_own_clock(item, teacher, clock):
    item = acknowledge(item, actor=teacher, text="Thank you.")
    clock.move_to(NOW + timedelta(hours=5))
    edited_at = NOW + timedelta(hours=4)
    new = workflow.note_edit(item, actor=CONNECTORS, text="You never listen!", edited_at=edited_at)
    item.refresh_from_db()
    assert new.pk != item.pk
    assert new.edited_after == item
    assert new.status == Status.OPEN
    assert new.due_at == edited_at + timedelta(hours=24)
    assert new.author == item.author
    assert item.text != new.text
    assert item.status == Status.ACKNOWLEDGED
    again = workflow.note_edit(item, actor=CONNECTORS, text="You never ever listen!")
    assert again == new
    assert Item.objects.count() == 2


def test_a_change_from_before_our_answer_that_is_noticed_later_opens_nothing(item, teacher, clock):
    acknowledge(item, actor=teacher, text="Thank you.")
    clock.move_to(NOW + timedelta(hours=5))
    same = workflow.note_edit(item, actor=CONNECTORS, text="Other words", edited_at=NOW - MINUTE)
    assert same == item
    assert workflow.note_edit(item, actor=CONNECTORS, text="A typo less", material=False) == item
    assert item.wordings.count() == 2
    assert Item.objects.count() == 1


def test_taken_back_before_we_answered_it_is_finished_and_leaves_the_figures(item, teacher):
    reply = draft_reply(item, actor=teacher, text="On Friday.", ready=True)
    Recount.objects.all().delete()
    item = workflow.note_gone(item, actor=CONNECTORS, because=Gone.AUTHOR)
    assert (item.status, item.sweep_at, item.gone_because) == (Status.WITHDRAWN, None, Gone.AUTHOR)
    assert not Item.objects.counted().filter(pk=item.pk).exists()
    assert Recount.objects.exists()
    reply.refresh_from_db()
    assert reply.status == ResponseStatus.DRAFT
    assert Item.objects.get(pk=item.pk).text


def test_taken_back_when_it_was_late_already_it_stays_in_the_figures_and_the_breach_with_it(item, teacher, clock):
    clock.move_to(item.due_at + timedelta(hours=1))
    item = workflow.note_gone(item, actor=teacher, because=Gone.AUTHOR)
    item.refresh_from_db()
    assert item.breached_at == item.due_at
    assert Item.objects.counted().filter(pk=item.pk).exists()
    sweep()
    item.refresh_from_db()
    assert item.status == Status.WITHDRAWN


def test_taken_back_in_time_and_noticed_late_is_not_late(item, teacher, clock):
    clock.move_to(item.due_at + timedelta(hours=1))
    item = workflow.note_gone(item, actor=CONNECTORS, because=Gone.AUTHOR, gone_at=NOW)
    assert item.breached_at is None
    assert not Item.objects.counted().filter(pk=item.pk).exists()


def test_what_we_answered_already_or_others_removed_is_only_noted(item, make_item, teacher):
    acknowledge(item, actor=teacher, text="Thank you.")
    assert workflow.note_gone(item, actor=teacher, because=Gone.AUTHOR).status == Status.ACKNOWLEDGED
    other = make_item()
    assert workflow.note_gone(other, actor=teacher, because=Gone.PLATFORM).status == Status.OPEN
    with pytest.raises(WrongState):
        workflow.note_gone(other, actor=teacher, because=Gone.US)


def test_that_we_removed_it_is_said_by_a_removal_which_explains_it_and_not_in_passing(client, sign_in, item, teacher):
    with pytest.raises(WrongState, match="explained in public"):
        workflow.note_gone(item, actor=teacher, because=Gone.US)
    sign_in(client, teacher)
    assert 'value="us"' not in client.get(f"/comments/{item.pk}/gone/").content.decode()
    client.post(f"/comments/{item.pk}/gone/", {"because": "us"})
    item.refresh_from_db()
    assert item.gone_at is None


def test_closed_as_needing_no_answer_and_then_made_into_something_that_does(item, teacher, clock):
    close_without_response(item, actor=teacher, reason="Spam")
    clock.move_to(NOW + timedelta(hours=1))
    new = workflow.note_edit(item, actor=teacher, text="Where do I complain?")
    assert new.edited_after == item
    assert new.status == Status.OPEN


def test_what_cannot_be_is_refused_and_leaves_nothing(item, teacher, outsider):
    for wrong in ({"text": " "}, {"text": item.text}, {"text": "x", "edited_at": NOW + MINUTE}):
        with pytest.raises(InvalidInput):
            workflow.note_edit(item, actor=teacher, **wrong)
    with pytest.raises(NotAllowed):
        workflow.note_edit(item, actor=outsider, text="Other")
    with pytest.raises(NotAllowed):
        workflow.note_gone(item, actor=outsider, because=Gone.AUTHOR)
    with pytest.raises(InvalidInput):
        workflow.note_gone(item, actor=teacher, because=Gone.AUTHOR, gone_at=item.received_at - MINUTE)
    item.refresh_from_db()
    assert (item.wordings.count(), item.gone_at, item.revision) == (0, None, 0)
    assert not Event.objects.filter(verb__in=["moderation.note_edit", "moderation.note_gone"], refused=False).exists()


def test_post_and_links_are_noted_by_hand_and_shown(client, sign_in, item, teacher):
    sign_in(client, teacher)
    sent = {
        "post_link": "https://example.org/p/1",
        "post_text": "The summer fair",
        "links": "https://example.org/a.jpg\n\nhttps://example.org/b.jpg",
    }
    client.post(f"/comments/{item.pk}/links/", sent)
    item.refresh_from_db()
    assert item.post.text == "The summer fair"
    assert item.links.count() == 2
    page = client.get(f"/comments/{item.pk}/").content.decode()
    assert "The summer fair" in page
    assert "https://example.org/a.jpg" in page
    refused = client.post(f"/comments/{item.pk}/links/", {"links": "javascript:alert(1)"})
    assert "A link must start with https:// or http://." in refused.content.decode()
    assert item.links.count() == 2


def test_added_by_hand_with_its_post_and_links(client, sign_in, account, teacher):
    sign_in(client, teacher)
    sent = {"account": account.pk, "text": "Nice", "kind": "review", "author_name": "Pat"}
    more = {"post_link": "https://example.org/p/1", "links": "https://example.org/a.jpg"}
    client.post("/comments/add/", {**sent, **more})
    item = Item.objects.get()
    assert item.post.permalink == "https://example.org/p/1"
    assert [link.url for link in item.links.all()] == ["https://example.org/a.jpg"]
    assert [event.verb for event in Event.objects.filter(subject_type="moderation.item")] == ["moderation.add_item"]
    refused = client.post("/comments/add/", {**sent, "text": "Other", "links": "ftp://example.org"})
    assert refused.status_code == 200
    assert Item.objects.count() == 1
