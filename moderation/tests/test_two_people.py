"""Two people on one comment: who has it, until when, what the slower one is told. Nothing is lost on either side."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Runner
from audit.models import Event
from conftest import NOW
from core.errors import NotAllowed, WrongState
from moderation import clearing, workflow
from moderation.meanwhile import meanwhile
from moderation.models import Item, Jotting, Response, Undo
from moderation.states import Status
from moderation.workflow import holding, jotting
from people.sessions import SEEN

POLL = {"X-Portal-Poll": "yes"}


@pytest.fixture
def account(make_account, teacher, teacher2):
    return make_account("St Jude's on Facebook", teacher, teacher2)


@pytest.fixture
def two(sign_in, teacher, teacher2) -> tuple[Client, Client]:
    return sign_in(Client(), teacher), sign_in(Client(), teacher2)


def url(name: str, item: Item, *args: int | str) -> str:
    return reverse(f"moderation:{name}", args=[item.pk, *args])


def fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


def test_the_other_page_hears_who_has_it(two, item):
    tom, tara = two
    assert tara.get(url("presence_of", item), headers=POLL).json()["words"] == "Nobody yet"
    tom.post(url("claim", item))
    told = tara.get(url("presence_of", item), headers=POLL).json()
    assert (told["taken"], told["mine"], told["words"]) == (True, False, "Tom Teacher, since just now")
    assert tom.get(url("presence_of", item), headers=POLL).json()["mine"]


def test_the_page_asks_with_one_query_of_its_own(two, item, django_assert_max_num_queries):
    tom, _ = two
    tom.get(url("presence_of", item))
    with django_assert_max_num_queries(6) as asked:  # with the school, the session, the person and their roles
        tom.get(url("presence_of", item), headers=POLL)
    assert len([query for query in asked.captured_queries if "moderation_" in query["sql"]]) == 1


def test_asking_is_no_sign_of_life_of_the_session(two, item):
    tom, _ = two
    tom.get(url("item", item))
    session = tom.session
    session[SEEN] -= 600
    session.save()
    tom.get(url("presence_of", item), headers=POLL)
    assert tom.session[SEEN] == session[SEEN]
    tom.get(url("item", item))
    assert tom.session[SEEN] > session[SEEN]


def test_a_claim_runs_out_without_a_sign_of_life_and_is_free_everywhere(two, item, teacher, teacher2, clock):
    tom, tara = two
    tom.post(url("claim", item))
    clock.move_to(NOW + timedelta(minutes=9))
    tom.post(url("presence_of", item), headers=POLL)
    clock.move_to(NOW + timedelta(minutes=18))
    with pytest.raises(WrongState, match="Tom Teacher has this comment"):
        workflow.claim(item, actor=teacher2)
    clock.move_to(NOW + timedelta(minutes=19, seconds=1))
    assert tara.get(url("presence_of", item), headers=POLL).json()["words"] == "Nobody yet"
    assert "Nobody yet" in tara.get(url("item", item)).content.decode()
    workflow.draft_reply(item, actor=teacher2, text="I have time")
    assert fresh(item).claimed_by == teacher2
    tom.post(url("presence_of", item), headers=POLL)
    assert fresh(item).claimed_by == teacher2


def test_whoever_runs_the_account_no_longer_does_not_hold_its_comment_by_an_open_page(two, item, teacher, clock):
    tom, _ = two
    tom.post(url("claim", item))
    until = fresh(item).claimed_until
    Runner.objects.filter(account=item.account, person=teacher).update(until_at=NOW)
    clock.move_to(NOW + timedelta(minutes=5))
    tom.post(url("presence_of", item), headers=POLL)
    assert fresh(item).claimed_until == until


def test_what_somebody_was_given_does_not_run_out(item, teacher, teacher2, admin, clock):
    workflow.claim(item, actor=teacher)
    workflow.pass_on(item, actor=admin, to=teacher2)
    clock.move_to(NOW + timedelta(days=1))
    with pytest.raises(WrongState, match="Tara Teacher has this comment"):
        workflow.claim(item, actor=teacher)


def test_leaving_the_page_frees_it_in_a_moment_and_loading_it_again_does_not(two, item, clock):
    tom, tara = two
    tom.post(url("claim", item))
    assert tara.post(url("presence_of", item), {"leaving": "yes"}).status_code == 204
    assert fresh(item).claimed_until > NOW + timedelta(minutes=9)
    tom.post(url("presence_of", item), {"leaving": "yes"})
    clock.move_to(NOW + timedelta(seconds=3))
    tom.post(url("presence_of", item), headers=POLL)
    clock.move_to(NOW + timedelta(minutes=5))
    assert tara.get(url("presence_of", item), headers=POLL).json()["taken"]
    tom.post(url("presence_of", item), {"leaving": "yes"})
    clock.move_to(NOW + timedelta(minutes=5, seconds=5))
    assert not tara.get(url("presence_of", item), headers=POLL).json()["taken"]


def test_nothing_is_left_or_kept_without_the_token_of_the_page(item, teacher, sign_in):
    strict = sign_in(Client(enforce_csrf_checks=True), teacher)
    workflow.claim(item, actor=teacher)
    assert strict.post(url("presence_of", item), {"leaving": "yes"}).status_code == 403
    assert strict.post(url("jot", item, "reply"), {"text": "Hello"}).status_code == 403
    assert fresh(item).claimed_until > NOW + timedelta(minutes=9)
    assert not Jotting.objects.exists()


def test_who_typed_on_while_a_colleague_replied_sees_both_texts_and_loses_none(two, item, teacher, teacher2):
    tom, tara = two
    tom_saw = tara_saw = item.revision
    reply = workflow.draft_reply(item, actor=teacher, text="Tom says Friday.", ready=True, seen=tom_saw)
    page = tara.post(url("draft_reply", item), {"text": "Tara says Monday.", "ready": "yes", "revision": tara_saw})
    said = page.content.decode()
    assert "A colleague replied while you were typing" in said
    assert "<strong>Tom Teacher</strong> wrote a reply" in said
    assert said.count("Tom says Friday.") >= 1
    assert said.count("Tara says Monday.") >= 2  # beside the other's, and in the field still
    reply.refresh_from_db()
    assert reply.text == "Tom says Friday."
    assert Jotting.objects.get(person=teacher2).text == "Tara says Monday."
    form = page.context["forms"]["reply"]
    assert form["revision"].value() == str(fresh(item).revision)
    # A second press, with both texts in sight: it goes through, and Tom's words are kept for Tom.
    workflow.claim(item, actor=teacher2, take_over_from=teacher)
    again = tara.post(
        url("draft_reply", item), {"text": "Tara says Monday.", "ready": "yes", "revision": form["revision"].value()}
    )
    assert again.status_code == 302
    assert Response.objects.get().text == "Tara says Monday."
    assert Jotting.objects.get().text == "Tom says Friday."
    assert Jotting.objects.get().person == teacher
    assert "Tom says Friday." in tom.get(url("item", item)).content.decode()


@pytest.mark.parametrize("part", ["acknowledge", "draft_reply", "close_without_response", "answered_elsewhere"])
def test_no_form_writes_over_an_answer_that_went_up_meanwhile(two, item, teacher, part):
    _, tara = two
    reply = workflow.draft_reply(item, actor=teacher, text="Tom says Friday.", ready=True)
    workflow.confirm_posted(reply, actor=teacher)
    sent = {"text": "Tara says Monday.", "reason": "Tara says Monday.", "revision": 0, "kind": "reply"}
    sent |= {"posted_at": "2026-11-18T09:30", "by": "else", "by_name": "Head"}
    page = tara.post(url(part, item), sent).content.decode()
    assert "A colleague replied while you were typing" in page
    assert "Tom says Friday." in page
    assert "Tara says Monday." in page
    assert fresh(item).responded_by == teacher
    assert Response.objects.count() == 1


def test_ones_own_other_window_stops_nobody_unless_a_colleague_came_between(item, teacher, teacher2, admin):
    workflow.draft_reply(item, actor=teacher, text="One", seen=0)
    workflow.draft_reply(item, actor=teacher, text="Two", seen=0)
    assert meanwhile(fresh(item), 0, teacher) is None
    workflow.claim(item, actor=admin, take_over_from=teacher)
    workflow.draft_reply(item, actor=admin, text="Mine", seen=2)
    workflow.claim(item, actor=teacher, take_over_from=admin)
    workflow.draft_reply(item, actor=teacher, text="Three", seen=3)
    with pytest.raises(workflow.Overtaken, match="A colleague replied"):
        workflow.draft_reply(item, actor=teacher, text="Four", seen=2)
    assert Response.objects.get().text == "Three"


def test_a_claim_is_no_news_to_who_is_typing(item, teacher, teacher2):
    workflow.claim(item, actor=teacher2)
    workflow.release(item, actor=teacher2)
    assert workflow.draft_reply(item, actor=teacher, text="One", seen=0).text == "One"


def test_what_somebody_else_than_a_person_did_is_told_too(item, teacher):
    holding.changed(item)
    found = meanwhile(fresh(item), 0, teacher)
    assert found is not None
    assert (found.title, found.who) == ("This changed while you were typing", "")


def test_typing_takes_a_free_comment_on_and_is_kept_over_a_sign_out(two, sign_in, item, teacher, teacher2, clock):
    tom, tara = two
    sent = {"text": "Dear Pat, we", "revision": 0, "csrfmiddlewaretoken": "x"}
    assert tom.post(url("jot", item, "reply"), sent).content.decode().startswith("Saved at")
    assert fresh(item).claimed_by == teacher
    tom.logout()
    clock.move_to(NOW + timedelta(hours=3))
    page = sign_in(Client(), teacher).get(url("item", item))
    assert page.context["forms"]["reply"].initial["text"] == "Dear Pat, we"
    said = page.content.decode()
    assert "You had begun to write this on" in said
    assert "Dear Pat" not in tara.get(url("item", item)).content.decode()
    workflow.draft_reply(item, actor=teacher, text="Dear Pat, we will.")
    assert not Jotting.objects.exists()
    assert "Dear Pat" not in "".join(str(event.data) for event in Event.objects.all())


def test_whoever_comes_back_to_it_hears_what_a_colleague_did_since(two, item, teacher, teacher2, clock):
    tom, _ = two
    tom.post(url("jot", item, "reply"), {"text": "Dear Pat, we", "revision": 0})
    clock.move_to(NOW + timedelta(hours=1))
    workflow.draft_reply(item, actor=teacher2, text="Tara was quicker.")
    page = tom.get(url("item", item)).content.decode()
    assert "A colleague replied while you were typing" in page
    assert "Tara was quicker." in page
    assert "Dear Pat, we" in page


def test_an_emptied_field_is_forgotten_and_nonsense_is_not_kept(two, item, teacher, dsl, sign_in):
    tom, _ = two
    tom.post(url("jot", item, "reply"), {"text": "Dear"})
    tom.post(url("jot", item, "reply"), {"text": " "})
    assert not Jotting.objects.exists()
    assert tom.post(url("jot", item, "nonsense"), {"text": "Dear"}).status_code == 400
    assert tom.post(url("jot", item, "reply"), {"text": "x" * 10_001}).status_code == 400
    assert sign_in(Client(), dsl).post(url("jot", item, "reply"), {"text": "Dear"}).status_code == 400
    assert not Jotting.objects.exists()


def test_words_that_nobody_came_back_to_go_after_a_month(two, item, clock):
    tom, _ = two
    tom.post(url("jot", item, "reply"), {"text": "Dear"})
    workflow.release(item, actor=item.added_by)
    clock.move_to(NOW + timedelta(days=29))
    clearing.clear_jottings()
    clearing.clear_undos()
    assert (Jotting.objects.count(), Undo.objects.count()) == (1, 0)
    clock.move_to(NOW + timedelta(days=31))
    clearing.clear_jottings()
    assert not Jotting.objects.exists()


def test_words_typed_beside_a_colleague_who_has_it_are_kept_and_take_nothing(two, item, teacher, teacher2):
    _, tara = two
    workflow.claim(item, actor=teacher)
    tara.post(url("jot", item, "reply"), {"text": "Just in case"})
    assert fresh(item).claimed_by == teacher
    assert jotting.begun(item, teacher2)["reply"].text == "Just in case"


def test_somebody_who_sees_nothing_hears_nothing(sign_in, item, outsider):
    stranger = sign_in(Client(), outsider)
    assert stranger.get(url("presence_of", item)).status_code == 404
    assert stranger.post(url("jot", item, "reply"), {"text": "x"}).status_code == 404
    with pytest.raises(NotAllowed):
        workflow.answered_elsewhere(item, actor=outsider, text="x", posted_at=NOW, by_name="Me")
    assert fresh(item).status == Status.OPEN
