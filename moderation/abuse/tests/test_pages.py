"""The way through a removal: six taps, and nothing recorded before its words were seen (H1)."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.registry import needs_of
from moderation import workflow as moderation
from moderation.abuse import workflow
from moderation.models import Ban, Evidence, Item, Jotting, Response
from moderation.states import ResponseStatus, Status


@pytest.fixture
def runner(client, sign_in, teacher):
    return sign_in(client, teacher)


def url(name, *args):
    return reverse(f"moderation:{name}", args=args)


def sent(page) -> dict[str, str]:
    """What the browser sends back of the page's form."""
    form = page.context["form"]
    values = {field.name: field.value() for field in form if field.name not in ("screenshot", "names_are_meant")}
    return {name: "" if value is None else value for name, value in values.items()}


def test_from_the_comment_to_done_and_posted(runner, vile):
    assert url("remove", vile.pk) in runner.get(url("item", vile.pk)).content.decode()
    assert b"Which rule does it break?" in runner.get(url("remove", vile.pk)).content
    check = runner.get(url("remove", vile.pk), {"action": "delete", "house_rule": "abuse"})
    assert "We have removed a comment here. Insults and abuse" in check.content.decode()  # ready-made
    assert not Response.objects.exists()
    assert not Evidence.objects.exists()
    runner.post(url("remove", vile.pk), sent(check))
    response = Response.objects.get()
    assert (response.status, response.action, response.house_rule) == (ResponseStatus.TO_POST, "delete", "abuse")
    todo = runner.get(url("item", vile.pk)).content.decode()
    assert "Done and posted" in todo
    assert "Post this reply" not in todo
    runner.post(url("confirm_done", vile.pk, response.pk), {"posted_at": ""})
    assert Item.objects.get().status == Status.ANSWERED
    assert "Removed, and why" in runner.get(url("item", vile.pk)).content.decode()


def test_changed_words_are_shown_before_they_count(runner, vile):
    check = runner.get(url("remove", vile.pk), {"action": "hide", "house_rule": "spam"})
    fields = sent(check) | {"explanation": "We hid an advertisement."}
    again = runner.post(url("remove", vile.pk), fields)
    assert "You changed the words" in again.content.decode()
    assert not Response.objects.exists()
    shown = runner.post(url("remove", vile.pk), sent(again) | {"show": "yes"})
    assert not Response.objects.exists()
    runner.post(url("remove", vile.pk), sent(shown) | {"explanation": "We hid an\r\nadvertisement. "[:-1]})
    assert Response.objects.get().public_explanation.split() == ["We", "hid", "an", "advertisement."]


def test_names_are_asked_about_and_a_pupils_is_refused(runner, vile, head):
    fields = sent(runner.get(url("remove", vile.pk), {"action": "delete", "house_rule": "abuse"}))
    page = runner.post(url("remove", vile.pk), fields | {"explanation": "Ray Rude and helen head were rude."})
    words = page.content.decode()
    assert "Do these words name somebody?" in words
    assert "Ray Rude" in words
    assert "Helen Head" in words
    runner.post(url("remove", vile.pk), sent(page))
    assert not Response.objects.exists()
    vile.author.kind = "pupil"
    vile.author.save()
    page = runner.post(url("remove", vile.pk), sent(page) | {"names_are_meant": "on"})
    assert "This names a pupil" in page.content.decode()
    vile.author.kind = "parent"
    vile.author.save()
    runner.post(url("remove", vile.pk), sent(page) | {"names_are_meant": "on"})
    assert Response.objects.exists()


def test_what_was_typed_survives_signing_out(runner, vile, teacher):
    runner.post(url("jot", vile.pk, "remove"), {"explanation": "We removed it because"})
    page = runner.get(url("remove", vile.pk), {"action": "delete", "house_rule": "abuse"})
    assert page.context["form"]["explanation"].value() == "We removed it because"
    runner.post(url("remove", vile.pk), sent(page))
    assert not Jotting.objects.exists()


@pytest.mark.parametrize(
    "query", [{"action": "shame", "house_rule": "abuse"}, {"action": "delete"}, {"house_rule": "9"}]
)
def test_a_choice_that_makes_no_sense_is_asked_again(runner, vile, query):
    assert b"There is a problem" in runner.get(url("remove", vile.pk), query).content


def test_a_block_asks_when_to_look_again(runner, vile, decide):
    response = decide(workflow.block)
    assert b"look at the block again" in runner.get(url("item", vile.pk)).content
    page = runner.post(url("confirm_done", vile.pk, response.pk), {"review_on": "2020-01-01"})
    assert b"still to come" in page.content
    assert not Ban.objects.exists()
    runner.post(url("confirm_done", vile.pk, response.pk), {"review_on": "2027-03-01"})
    assert str(Ban.objects.get().review_on) == "2027-03-01"


def test_holding_back_and_dropping_ask_first(client, sign_in, vile, decide, dsl, teacher):
    response = decide()
    sign_in(client, dsl)
    assert "Hold the explanation back" in client.get(url("item", vile.pk)).content.decode()
    client.post(url("hold_back", vile.pk, response.pk), {"reason": "The police ask for it."})
    sign_in(client, teacher)
    page = client.get(url("item", vile.pk)).content.decode()
    assert "Post nothing about it for now" in page
    assert response.public_explanation not in page
    assert client.get(url("drop_removal", vile.pk, response.pk)).status_code == 200
    assert Response.objects.exists()
    client.post(url("drop_removal", vile.pk, response.pk))
    assert not Response.objects.exists()


def test_a_finished_comment_can_still_be_removed(runner, vile, teacher):
    moderation.close_without_response(vile, actor=teacher, reason="Spam")
    assert url("remove", vile.pk) in runner.get(url("item", vile.pk)).content.decode()


def test_what_is_hidden_waits_on_the_page_of_the_leads_until_they_judge_it(vile, teacher, dsl):
    workflow.mark_link_only(vile, actor=teacher)
    [need] = [need for need in needs_of(dsl) if need.url == url("item", vile.pk)]
    assert need.urgency == 0
    assert not {"child", "image", "indecent", "vile"} & set(need.sentence.split())
    assert not [need for need in needs_of(teacher) if "hidden" in need.sentence]
    workflow.clear_link_only(vile, actor=dsl)
    assert not [need for need in needs_of(dsl) if "hidden" in need.sentence]


def test_the_pages_cost_the_same_however_much_was_removed(
    runner, vile, decide, teacher, django_assert_num_queries, make_item
):
    moderation.close_without_response(vile, actor=teacher, reason="Spam")

    def cost() -> int:
        runner.get(url("item", vile.pk))
        with CaptureQueriesContext(connection) as queries:
            runner.get(url("item", vile.pk))
        return len(queries)

    workflow.confirm_done(decide(), actor=teacher)
    few = cost()
    for verb in (workflow.report, workflow.hide, workflow.block):
        workflow.confirm_done(decide(verb), actor=teacher)
    assert cost() == few


@pytest.mark.parametrize("action", ["hide", "delete", "block", "report"])
def test_a_removal_by_who_did_not_see_a_colleagues_answer_shows_both_and_does_nothing(runner, vile, teacher2, action):
    check = runner.get(url("remove", vile.pk), {"action": action, "house_rule": "abuse", "revision": vile.revision})
    reply = moderation.draft_reply(vile, actor=teacher2, text="Tara asked him to be kind.", ready=True)
    moderation.confirm_posted(reply, actor=teacher2)
    page = runner.post(url("remove", vile.pk), sent(check))
    said = page.content.decode()
    assert "A colleague replied while you were typing" in said
    assert "Tara asked him to be kind." in said
    assert f'id="typed-words">{sent(check)["explanation"]}' in unescape(said)
    assert not Evidence.objects.exists()
    assert Response.objects.get() == reply
    # With both in sight, a second press is meant.
    runner.post(url("remove", vile.pk), sent(page))
    assert Response.objects.filter(action=action).exists()


def test_what_a_colleague_did_between_two_steps_of_a_removal_is_told_at_the_next(runner, vile, decide, teacher2):
    first = runner.get(url("remove", vile.pk))
    workflow.drop_removal(decide(actor=teacher2), actor=teacher2)
    moderation.release(vile, actor=teacher2)
    asked = {"action": "delete", "house_rule": "abuse", "revision": first.context["form"]["revision"].value()}
    assert "This changed while you were typing" in runner.get(url("remove", vile.pk), asked).content.decode()


def test_an_explanation_held_back_meanwhile_is_not_confirmed_as_posted(runner, vile, decide, dsl):
    response = decide()
    seen = runner.get(url("item", vile.pk)).context["cards"]["top"][0].facts["form"]["revision"].value()
    workflow.hold_back(response, actor=dsl, reason="The police ask for it.")
    page = runner.post(url("confirm_done", vile.pk, response.pk), {"posted_at": "", "revision": seen})
    said = page.content.decode()
    assert "This changed while you were typing" in said
    assert "Post nothing about it for now" in said
    assert response.public_explanation not in said
    assert Item.objects.get().status == Status.OPEN
    runner.post(url("confirm_done", vile.pk, response.pk), sent(page))
    assert Item.objects.get().status == Status.ANSWERED
