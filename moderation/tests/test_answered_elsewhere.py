"""What was answered on the platform itself: both times are kept, and by whom (M2, C5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation import workflow
from moderation.models import Author, Item, Recount, Response
from moderation.states import AuthorKind, ResponseKind, Status


@pytest.fixture
def account(make_account, teacher, teacher2):
    return make_account("St Jude's on Facebook", teacher, teacher2)


def fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


def test_a_colleagues_reply_counts_from_when_it_was_posted(item, teacher, teacher2, clock):
    clock.move_to(item.due_at + timedelta(hours=2))
    Recount.objects.all().delete()
    posted_at = item.due_at - timedelta(hours=1)
    workflow.answered_elsewhere(item, actor=teacher, text="On Friday.", posted_at=posted_at, by=teacher2)
    found, response = fresh(item), Response.objects.get()
    assert (found.status, found.responded_at, found.in_time, found.breached_at) == (
        *(Status.ANSWERED, posted_at, True),
        None,
    )
    assert (response.posted_at, response.confirmed_at, response.confirmed_by) == (posted_at, clock.now, teacher)
    assert (response.author_name, response.written_by, response.is_elsewhere) == ("Tara Teacher", teacher2, True)
    assert Recount.objects.filter(account=item.account_id).exists()


def test_somebody_without_the_portal_is_named_and_late_is_late(item, teacher, clock):
    clock.move_to(item.due_at + timedelta(hours=2))
    posted_at = item.due_at + timedelta(hours=1)
    workflow.answered_elsewhere(
        item, actor=teacher, text="Seen.", posted_at=posted_at, kind=ResponseKind.ACKNOWLEDGEMENT, by_name=" The  Head "
    )
    found = fresh(item)
    assert (found.status, found.breached_at, found.responded_at) == (Status.ACKNOWLEDGED, item.due_at, posted_at)
    assert Response.objects.get().author_name == "The Head"


def test_a_time_that_cannot_be_nobody_at_all_and_a_reply_in_hand_are_refused(item, teacher):
    def note(**given):
        values = {"text": "Hello", "posted_at": NOW, "by_name": "Head", **given}
        workflow.answered_elsewhere(item, actor=teacher, **values)

    for given in ({"posted_at": NOW + timedelta(seconds=1)}, {"by_name": " "}, {"text": " "}, {"kind": "removal"}):
        with pytest.raises(InvalidInput):
            note(**given)
    workflow.draft_reply(item, actor=teacher, text="A draft of ours")
    with pytest.raises(WrongState, match="being written here"):
        note()
    assert fresh(item).status == Status.OPEN


def test_a_journalist_is_not_answered_by_this_way_either(item, teacher):
    Author.objects.filter(pk=item.author_id).update(kind=AuthorKind.JOURNALIST)
    with pytest.raises(NotAllowed, match="journalist"):
        workflow.answered_elsewhere(fresh(item), actor=teacher, text="Hello", posted_at=NOW, by_name="Head")


def test_the_page_asks_for_it_and_the_comment_shows_both_times(client, sign_in, item, teacher, teacher2):
    signed_in = sign_in(client, teacher)
    page = signed_in.get(reverse("moderation:answered_elsewhere", args=[item.pk]))
    assert "Tara Teacher" in page.content.decode()
    sent = {"kind": "reply", "text": "On Friday.", "posted_at": "2026-11-18T09:30", "by": str(teacher2.pk)}
    wrong = signed_in.post(reverse("moderation:answered_elsewhere", args=[item.pk]), sent | {"posted_at": ""})
    assert "There is a problem" in wrong.content.decode()
    done = signed_in.post(reverse("moderation:answered_elsewhere", args=[item.pk]), sent, follow=True).content.decode()
    assert "<strong>Tara Teacher</strong> as St Jude&#x27;s on Facebook" in done
    assert "Answered on Facebook on" in done
    assert "Tom Teacher said so here on" in done
