"""C2: a colleague looks over a reply before it goes out, and the clock goes on."""

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation import workflow as desk
from moderation.models import Item, Opinion
from moderation.words import needs, workflow
from notifications.models import Notification


@pytest.fixture
def asked(item, teacher, outsider) -> Opinion:
    workflow.ask_opinion(item, actor=teacher, of=[outsider], question="Is it too sharp?", draft="Go away.")
    return Opinion.objects.get()


def see(client, opinion):
    return client.get(reverse("moderation:opinion", args=[opinion.pk]))


def test_asking_tells_each_and_stops_no_clock(item, teacher, outsider, volunteer, clock):
    workflow.ask_opinion(item, actor=teacher, of=[outsider, volunteer], question="Too sharp?", draft="Go away.")
    found = Item.objects.get(pk=item.pk)
    assert (found.status, found.responded_at, found.sweep_at) == ("open", None, item.sweep_at)
    assert Opinion.objects.filter(asked_of=volunteer, draft="Go away.", asked_at=clock.now).exists()
    told = Notification.objects.filter(template="moderation.opinion_asked")
    assert {one.recipient for one in told} == {outsider, volunteer}
    assert all(set(one.params) == {"person"} for one in told)
    event = Event.objects.get(verb="moderation.ask_opinion")
    assert event.data == {"asked": [outsider.pk, volunteer.pk]}
    (need,) = needs.opinions_to_give(volunteer)
    assert need.due_at == item.due_at


def test_whoever_is_asked_sees_the_comment_without_the_account_and_answers(
    client, sign_in, asked, item, outsider, teacher
):
    sign_in(client, outsider)
    assert client.get(reverse("moderation:item", args=[item.pk])).status_code == 404
    shown = see(client, asked).content.decode()
    assert all(words in shown for words in (item.text, "Go away.", "Is it too sharp?"))
    client.post(reverse("moderation:opinion", args=[asked.pk]), {"answer": "Yes. Begin with a thank-you."})
    asked.refresh_from_db()
    assert asked.answer == "Yes. Begin with a thank-you."
    assert Notification.objects.get(template="moderation.opinion_given").recipient == teacher
    assert needs.opinions_to_give(outsider) == []
    assert Event.objects.filter(verb="moderation.give_opinion", subject_id=str(item.pk)).count() == 1
    beside = sign_in(client, teacher).get(reverse("moderation:item", args=[item.pk])).content.decode()
    assert "Yes. Begin with a thank-you." in beside
    assert "Go away." in beside


def test_a_draft_that_has_changed_since_is_shown(client, sign_in, asked, item, teacher):
    sign_in(client, teacher)
    page = reverse("moderation:item", args=[item.pk])
    assert "has changed since" not in client.get(page).content.decode()
    desk.draft_reply(item, actor=teacher, text="Please stay.")
    assert "the reply has changed since" in client.get(page).content.decode()
    assert "<del>" in see(client, asked).content.decode()


def test_a_question_taken_back_shows_the_comment_no_longer(client, sign_in, asked, item, outsider, teacher):
    workflow.withdraw_opinion(asked, actor=teacher)
    shown = see(sign_in(client, outsider), asked).content.decode()
    assert item.text not in shown
    assert "Go away." not in shown
    with pytest.raises(WrongState):
        workflow.give_opinion(asked, actor=outsider, answer="Yes.")
    assert Notification.objects.get(template="moderation.opinion_asked").withdrawn_at
    assert Notification.objects.get(template="moderation.opinion_withdrawn").recipient == outsider
    assert needs.opinions_to_give(outsider) == []


@pytest.mark.parametrize("answered", [True, False])
def test_whoever_was_asked_sees_the_comment_until_it_is_finished(
    client, sign_in, asked, item, outsider, teacher, answered
):
    if answered:
        workflow.give_opinion(asked, actor=outsider, answer="Begin with a thank-you.")
    desk.acknowledge(item, actor=teacher, text="Seen")
    assert item.text in see(sign_in(client, outsider), asked).content.decode()  # it still waits for its reply
    reply = desk.draft_reply(item, actor=teacher, text="Thank you for asking.", ready=True)
    desk.confirm_posted(reply, actor=teacher)
    shown = see(client, asked).content.decode()
    for words in (item.text, item.author_name, "Go away.", "Is it too sharp?", "Thank you for asking."):
        assert words not in shown
    assert ("Begin with a thank-you." in shown) is answered  # one's own words stay
    if not answered:
        page = client.post(reverse("moderation:opinion", args=[asked.pk]), {"answer": "My view"}).content.decode()
        assert "It needs no opinion any more" in page
        assert "My view" in page
        assert item.text not in page


def test_others_neither_see_nor_answer_nor_take_it_back(client, sign_in, asked, teacher, teacher2, outsider):
    assert see(sign_in(client, teacher2), asked).status_code == 404
    with pytest.raises(NotAllowed):
        workflow.give_opinion(asked, actor=teacher, answer="Fine.")
    with pytest.raises(NotAllowed):
        workflow.withdraw_opinion(asked, actor=outsider)
    assert Event.objects.filter(refused=True).count() == 2


def test_only_who_works_on_it_asks(item, outsider, teacher2):
    with pytest.raises(NotAllowed):
        workflow.ask_opinion(item, actor=outsider, of=[teacher2], question="What is this?")


def test_what_cannot_be_asked(asked, item, teacher, outsider, leaver, teacher2):
    for of in ([], [teacher], [leaver], [outsider]):
        with pytest.raises(InvalidInput) as refusal:
            workflow.ask_opinion(item, actor=teacher, of=of, question="Well?")
        assert refusal.value.field == "of"
    desk.close_without_response(item, actor=teacher, reason="Spam")
    with pytest.raises(WrongState):
        workflow.ask_opinion(item, actor=teacher, of=[teacher2], question="Well?")
    assert Opinion.objects.count() == 1


def test_an_answer_is_given_once(asked, outsider):
    workflow.give_opinion(asked, actor=outsider, answer="Yes.")
    with pytest.raises(WrongState, match="answered this already"):
        workflow.give_opinion(asked, actor=outsider, answer="No.")


def test_when_telling_fails_nothing_is_asked(item, teacher, outsider, monkeypatch):
    monkeypatch.setattr("moderation.words.workflow.opinions.notifications.tell", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.ask_opinion(item, actor=teacher, of=[outsider], question="Well?")
    assert not Opinion.objects.exists()
    assert not Event.objects.filter(verb="moderation.ask_opinion").exists()


def test_the_form_comes_with_the_draft_and_asks(client, sign_in, item, teacher, outsider):
    desk.draft_reply(item, actor=teacher, text="Thank you, Pat.")
    url = reverse("moderation:ask_opinion", args=[item.pk])
    sign_in(client, teacher)
    shown = client.get(url).content.decode()
    assert "Thank you, Pat." in shown
    assert "does not stop the clock" in shown
    client.post(url, {"of": [outsider.pk], "question": "Well?", "draft": "Thank you, Pat."})
    assert Opinion.objects.get().asked_of == outsider
