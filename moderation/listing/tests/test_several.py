"""Several comments at once: each by its own verb, and none stops the others."""

from datetime import timedelta

import pytest

from audit.models import Event
from conftest import NOW
from moderation import workflow
from moderation.listing import several as verbs
from moderation.listing.workflow import remove_tag
from moderation.models import Hint, Item, Tag, Undo
from moderation.states import Category, Status
from moderation.workflow.undoing import NO_TAG
from notifications.models import Notification

SEVERAL = "/comments/several/"


@pytest.fixture
def runner(client, sign_in, teacher):
    return sign_in(client, teacher)


@pytest.fixture
def three(make_item):
    return [make_item(text=f"Cheap shoes {n}", author_name=f"Seller {n}") for n in (1, 2, 3)]


def ids(items):
    return [item.pk for item in items]


def status_of(item):
    return Item.objects.get(pk=item.pk).status


def said(page):
    return [str(message) for message in page.context["messages"]]


def test_it_asks_first_and_changes_nothing_by_looking(runner, three, admin):
    workflow.claim(three[2], actor=admin)
    page = runner.get(SEVERAL, {"do": "close", "pk": ids(three), "back": "state=today"})
    text = page.content.decode()
    assert "Close 3 comments as needing no response?" in text
    assert ids(page.context["judged"].can) == ids(three[:2])
    assert [(item.pk, why) for item, why in page.context["judged"].cannot] == [(three[2].pk, "Ada Admin has it.")]
    assert page.context["back_url"] == "/comments/?state=today"
    assert {status_of(item) for item in three} == {Status.OPEN}


def test_each_is_closed_by_its_own_verb_and_those_that_cannot_be_are_told(runner, three, admin, teacher):
    workflow.claim(three[1], actor=admin)
    page = runner.post(SEVERAL, {"do": "close", "pk": ids(three), "why": "spam"}, follow=True)
    assert [status_of(item) for item in three] == [Status.CLOSED, Status.OPEN, Status.CLOSED]
    assert Item.objects.get(pk=three[0].pk).closed_reason == "Spam or advertising"
    first, second = said(page)
    assert first == "2 comments closed."
    assert "Seller 2" in second
    assert "Ada Admin" in second
    closed = Event.objects.filter(verb="moderation.close_without_response", refused=False)
    assert {event.subject_id for event in closed} == {str(three[0].pk), str(three[2].pk)}


def test_a_reason_is_asked_for(runner, three):
    page = runner.post(SEVERAL, {"do": "close", "pk": ids(three), "why": "other", "reason": " "})
    assert "There is a problem" in page.content.decode()
    assert {status_of(item) for item in three} == {Status.OPEN}


def test_what_may_be_harm_is_closed_only_by_name(runner, three):
    pressing, hinted, plain = three
    Item.objects.filter(pk=pressing.pk).update(priority_since=NOW, priority_due_at=NOW + timedelta(hours=2))
    Hint.objects.create(item=hinted, category=Category.THREAT, term="kill")
    asked = {"do": "close", "pk": ids(three), "why": "spam"}
    page = runner.get(SEVERAL, asked)
    assert {item.pk for item, _ in page.context["judged"].named} == {pressing.pk, hinted.pk}
    page = runner.post(SEVERAL, asked, follow=True)
    assert [status_of(item) for item in three] == [Status.OPEN, Status.OPEN, Status.CLOSED]
    assert verbs.NOT_TICKED in said(page)[1]
    runner.post(SEVERAL, asked | {"named": [hinted.pk]})
    assert [status_of(item) for item in three] == [Status.OPEN, Status.CLOSED, Status.CLOSED]


def test_closing_several_can_be_taken_back_for_some_seconds(runner, three, teacher, clock):
    workflow.acknowledge(three[2], actor=teacher, text="Seen")
    page = runner.post(SEVERAL, {"do": "close", "pk": ids(three[:2]), "why": "spam"}, follow=True)
    assert page.context["undo"] == {"did": "close", "number": 2}
    page = runner.post("/comments/several/undo/", {"did": "close"}, follow=True)
    assert "Taken back: 2 comments as before." in said(page)
    assert [status_of(item) for item in three] == [Status.OPEN, Status.OPEN, Status.ACKNOWLEDGED]
    runner.post(SEVERAL, {"do": "close", "pk": ids(three[:2]), "why": "spam"})
    clock.move_to(NOW + timedelta(seconds=30))
    page = runner.post("/comments/several/undo/", {"did": "close"}, follow=True)
    assert "too late" in said(page)[-1]
    assert status_of(three[0]) == Status.CLOSED


def test_several_are_given_to_somebody_who_is_told_once(client, sign_in, admin, teacher, three):
    signed_in = sign_in(client, admin)
    page = signed_in.get(SEVERAL, {"do": "assign", "pk": ids(three)})
    assert [name for _, name in page.context["form"].fields["to"].choices[1:]] == ["Me", "Tom Teacher"]
    signed_in.post(SEVERAL, {"do": "assign", "pk": ids(three), "to": teacher.pk})
    assert set(Item.objects.values_list("claimed_by", "claimed_until")) == {(teacher.pk, None)}
    told = Notification.objects.get(recipient=teacher)
    assert (told.template, told.params["number"], told.url) == (
        "moderation.assigned_several",
        3,
        "/comments/?claimed=me",
    )


def test_giving_several_to_somebody_is_taken_back_with_what_they_were_told(client, sign_in, admin, teacher, three):
    signed_in = sign_in(client, admin)
    workflow.claim(three[2], actor=teacher)
    page = signed_in.post(SEVERAL, {"do": "assign", "pk": ids(three[:2]), "to": teacher.pk}, follow=True)
    assert page.context["undo"] == {"did": "assign", "number": 2}
    assert Notification.objects.filter(recipient=teacher, withdrawn_at=None).count() == 1
    page = signed_in.post("/comments/several/undo/", {"did": "assign"}, follow=True)
    assert "Taken back: 2 comments as before." in said(page)
    assert list(Item.objects.order_by("pk").values_list("claimed_by", flat=True)) == [None, None, teacher.pk]
    assert not Notification.objects.filter(recipient=teacher, withdrawn_at=None).exists()
    # What they have begun to answer stays theirs, and of that alone they are told.
    signed_in.post(SEVERAL, {"do": "assign", "pk": ids(three[:2]), "to": teacher.pk})
    workflow.draft_reply(three[0], actor=teacher, text="Thank you")
    page = signed_in.post("/comments/several/undo/", {"did": "assign"}, follow=True)
    assert "Taken back: 1 comment as before." in said(page)
    assert list(Item.objects.order_by("pk").values_list("claimed_by", flat=True)) == [teacher.pk, None, teacher.pk]
    told = Notification.objects.get(recipient=teacher, withdrawn_at=None)
    assert told.params["number"] == 1


def test_giving_one_to_somebody_is_taken_back_too(client, sign_in, admin, teacher, three):
    signed_in = sign_in(client, admin)
    signed_in.post(SEVERAL, {"do": "assign", "pk": ids(three[:1]), "to": teacher.pk})
    assert Notification.objects.get(recipient=teacher).withdrawn_at is None
    signed_in.post("/comments/several/undo/", {"did": "assign"})
    assert Notification.objects.get(recipient=teacher).withdrawn_at is not None
    assert not Item.objects.exclude(claimed_by=None).exists()


def test_a_tag_that_was_removed_meanwhile_does_not_come_back(runner, three, teacher, admin):
    tagged = Tag.objects.create(name="Fair", made_by=teacher)
    for item in three:
        item.tags.add(tagged)
    runner.post(SEVERAL, {"do": "untag", "pk": ids(three[:2]), "tag": tagged.pk})
    remove_tag(tagged, actor=admin)
    page = runner.post("/comments/several/undo/", {"did": "untag"}, follow=True)
    assert NO_TAG in said(page)
    assert not Item.tags.through.objects.exists()


def test_nobody_gives_away_what_a_colleague_has_but_those_who_watch(runner, three, teacher, admin, make_account):
    workflow.claim(three[0], actor=admin)
    runner.post(SEVERAL, {"do": "assign", "pk": ids(three), "to": teacher.pk})
    assert list(Item.objects.order_by("pk").values_list("claimed_by", flat=True)) == [admin.pk, teacher.pk, teacher.pk]
    assert not Notification.objects.filter(recipient=teacher).exists()  # who gives to themselves knows


def test_nobody_is_given_what_they_may_not_answer(runner, three, outsider):
    page = runner.post(SEVERAL, {"do": "assign", "pk": ids(three), "to": outsider.pk})
    assert page.status_code == 200
    assert not Item.objects.exclude(claimed_by=None).exists()


def test_several_are_tagged_and_untagged(runner, three, teacher):
    tagged = Tag.objects.create(name="Summer fair", made_by=teacher)
    three[0].tags.add(tagged)
    page = runner.post(SEVERAL, {"do": "tag", "pk": ids(three), "name": " summer  FAIR "}, follow=True)
    assert said(page)[0].startswith("2 comments tagged")
    assert set(tagged.items.values_list("pk", flat=True)) == set(ids(three))
    runner.post(SEVERAL, {"do": "untag", "pk": ids(three[:2]), "tag": tagged.pk})
    assert list(tagged.items.all()) == [three[2]]
    page = runner.get("/comments/", {"tag": tagged.pk})
    assert ids(page.context["page"]) == [three[2].pk]


def test_what_somebody_does_not_see_is_not_touched(client, sign_in, outsider, three):
    signed_in = sign_in(client, outsider)
    page = signed_in.post(SEVERAL, {"do": "close", "pk": ids(three), "why": "spam"}, follow=True)
    assert said(page) == ["Tick one comment or more first."]
    assert {status_of(item) for item in three} == {Status.OPEN}


def test_who_sees_but_may_not_answer_is_told_why(client, sign_in, dsl, three):
    page = sign_in(client, dsl).get(SEVERAL, {"do": "close", "pk": ids(three)})
    assert not page.context["judged"].any_left
    assert "Only the people who run this account" in page.content.decode()


def test_one_that_breaks_does_not_stop_the_others(teacher, three, monkeypatch):
    real = verbs.close_without_response

    def breaks(item, **values):
        if item.pk == three[0].pk:
            raise ZeroDivisionError
        return real(item, **values)

    monkeypatch.setattr(verbs, "close_without_response", breaks)
    outcome = verbs.close_several(three, actor=teacher, reason="Spam", named=set())
    assert ids(outcome.done) == ids(three[1:])
    assert outcome.left == [(three[0], verbs.BROKEN)]
    assert Undo.objects.count() == 2


@pytest.mark.parametrize("query", ["", "do=close", "do=dance&pk=1", "do=close&pk=x&pk=99999999999999999999"])
def test_nonsense_leads_back_to_the_list(runner, three, query):
    assert runner.get(f"{SEVERAL}?{query}").url == "/comments/"
