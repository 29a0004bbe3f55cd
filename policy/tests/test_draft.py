"""SLT writes one draft at a time; nobody else sees it, and nobody's words are lost under another's."""

from uuid import UUID

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from policy import selectors, workflow
from policy.models import PolicyVersion
from policy.workflow import versions

HERE, THERE = UUID(int=1), UUID(int=2)  # two open pages


def save(actor, text="Be kind.", **more):
    return workflow.save_draft(actor=actor, title="Policy", body_markdown=text, **more)


def test_saving_twice_changes_the_one_draft(head, deputy):
    save(head)
    save(deputy, "Be kinder.")
    draft = PolicyVersion.objects.get()
    assert (draft.number, draft.body_markdown, draft.drafted_by) == (1, "Be kinder.", deputy)
    assert Event.objects.about(draft).filter(verb="policy.save_draft").count() == 2


@pytest.mark.parametrize("who", ["admin", "teacher", "volunteer"])
def test_only_slt_writes(request, who):
    with pytest.raises(NotAllowed):
        save(request.getfixturevalue(who))
    assert not PolicyVersion.objects.exists()


def test_only_slt_sees_the_draft(head, teacher, volunteer):
    draft = save(head)
    assert draft in PolicyVersion.objects.visible_to(head)
    assert draft not in PolicyVersion.objects.visible_to(teacher)
    assert draft not in PolicyVersion.objects.visible_to(volunteer)


@pytest.mark.parametrize(("title", "text", "field"), [(" ", "x", "title"), ("x", "\r\n ", "body_markdown")])
def test_a_policy_needs_a_title_and_a_text(head, title, text, field):
    with pytest.raises(InvalidInput) as refusal:
        workflow.save_draft(actor=head, title=title, body_markdown=text)
    assert refusal.value.field == field


def test_a_draft_changed_by_somebody_else_meanwhile_is_not_overwritten(head, deputy, clock):
    draft = save(head)
    seen = draft.changed_at
    clock.move_to(clock.now.replace(minute=5))
    save(deputy, "Be kinder.", seen=seen)
    with pytest.raises(WrongState, match="changed the draft"):
        save(head, "Be loud.", seen=seen)
    assert selectors.draft().body_markdown == "Be kinder."


def test_a_draft_can_be_thrown_away_and_the_number_used_again(head):
    workflow.discard_draft(save(head), actor=head)
    assert selectors.draft() is None
    assert Event.objects.get(verb="policy.discard_draft").data == {"number": 1}
    assert save(head).number == 1


def test_a_published_version_is_not_thrown_away(head, version):
    with pytest.raises(WrongState):
        workflow.discard_draft(version, actor=head)


def test_throwing_away_is_for_slt(head, admin):
    draft = save(head)
    with pytest.raises(NotAllowed):
        workflow.discard_draft(draft, actor=admin)
    assert selectors.draft() == draft


def test_what_a_page_saved_itself_is_nobody_else_s_change(head, clock):
    seen = save(head).changed_at
    for minute, words in ((0, "One."), (5, "One, two."), (6, "One, two, three.")):
        clock.move_to(clock.now.replace(minute=minute))
        save(head, words, seen=seen, sitting=HERE)
    assert selectors.draft().body_markdown == "One, two, three."


def test_what_another_page_saved_is(head, deputy, clock):
    seen = save(head).changed_at
    clock.move_to(clock.now.replace(minute=5))
    save(deputy, "Be kinder.", seen=seen, sitting=THERE)
    clock.move_to(clock.now.replace(minute=6))
    with pytest.raises(WrongState, match="changed the draft"):
        save(head, "Be loud.", seen=seen, sitting=HERE)
    assert selectors.draft().body_markdown == "Be kinder."


def test_of_two_who_begin_a_draft_at_once_one_wins(head, deputy):
    save(head, sitting=HERE)
    with pytest.raises(WrongState, match="changed the draft"):
        save(deputy, "Be kinder.", sitting=THERE)
    assert selectors.draft().drafted_by == head


def test_of_two_who_begin_in_the_same_moment_the_database_lets_one(head, deputy, monkeypatch):
    save(head)
    monkeypatch.setattr(versions, "_held_draft", lambda: None)  # what the other saw before the first had committed
    with pytest.raises(WrongState, match="changed the draft"):
        save(deputy, "Be kinder.")
    assert selectors.draft().drafted_by == head


def test_a_draft_that_was_published_meanwhile_is_not_begun_anew_unasked(head, deputy, publish):
    seen = save(head).changed_at
    publish("Be kind.", actor=deputy)
    with pytest.raises(WrongState, match="published or thrown away"):
        save(head, "My words", seen=seen)
    assert selectors.draft() is None


def test_a_draft_that_is_gone_is_not_thrown_away_twice(head, deputy):
    draft = save(head)
    workflow.discard_draft(draft, actor=head)
    draft.pk = 1
    with pytest.raises(WrongState, match="meanwhile"):
        workflow.discard_draft(draft, actor=deputy)


PAGE = "/policy/draft/"


def test_what_is_typed_is_saved_by_itself_and_outlives_the_session(client, sign_in, head):
    page = sign_in(client, head).get(PAGE)
    assert f'data-autosave="{PAGE}"' in page.content.decode()
    values = {"title": "Policy", "body_markdown": "Half a senten", "sitting": page.context["form"]["sitting"].value()}
    answer = client.post(PAGE, values, headers={"X-Autosave": "yes"})
    assert (answer.status_code, answer.content.decode()) == (200, "Saved at 10:00 am")
    client.logout()
    assert client.post(PAGE, values, headers={"X-Autosave": "yes"}).status_code == 302
    assert "Half a senten" in sign_in(client, head).get(PAGE).content.decode()


def test_after_saving_by_itself_the_button_still_saves(client, sign_in, head, clock):
    page = sign_in(client, head).get(PAGE)
    values = {"title": "Policy", "body_markdown": "One", "seen": "", "sitting": page.context["form"]["sitting"].value()}
    client.post(PAGE, values, headers={"X-Autosave": "yes"})
    clock.move_to(clock.now.replace(minute=1))
    assert client.post(PAGE, values | {"body_markdown": "One, two"}).status_code == 302
    assert selectors.draft().body_markdown == "One, two"


def test_nothing_is_saved_by_itself_that_cannot_be(client, sign_in, head, teacher):
    sign_in(client, head)
    assert client.post(PAGE, {"title": "", "body_markdown": "x"}, headers={"X-Autosave": "yes"}).status_code == 400
    assert client.post(PAGE, {}, headers={"X-Autosave": "yes"}).status_code == 400
    sign_in(client, teacher)
    values = {"title": "Policy", "body_markdown": "x"}
    assert client.post(PAGE, values, headers={"X-Autosave": "yes"}).status_code == 403
    assert selectors.draft() is None


def test_whoever_comes_second_keeps_the_words_sees_the_other_s_and_may_go_on(client, sign_in, head, deputy, clock):
    draft = save(head, "Be kind.")
    page = sign_in(client, head).get(PAGE)
    clock.move_to(clock.now.replace(minute=5))
    save(deputy, "Be kind and quick.", seen=draft.changed_at)
    mine = {name: page.context["form"][name].value() for name in ("title", "seen", "sitting")}
    refused = client.post(PAGE, mine | {"body_markdown": "Be kind and loud."})
    assert "changed the draft" in refused.content.decode()
    assert "quick" in refused.content.decode()
    again = {name: refused.context["form"][name].value() for name in ("title", "seen", "sitting", "body_markdown")}
    assert again["body_markdown"] == "Be kind and loud."
    assert client.post(PAGE, again).status_code == 302
    assert selectors.draft().body_markdown == "Be kind and loud."
