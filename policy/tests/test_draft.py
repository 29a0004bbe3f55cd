"""SLT writes one draft at a time; nobody else sees it, and nobody's words are lost under another's."""

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from policy import selectors, workflow
from policy.models import PolicyVersion


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
