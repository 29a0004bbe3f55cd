"""What a comment is about, its place in the priority lane, and that a hint never acts by itself (M3)."""

from datetime import timedelta

import pytest

from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation.models import Author, Hint, Item, Undo
from moderation.states import AuthorKind, Category, Severity, Status
from moderation.triage import workflow
from moderation.triage.workflow import Because
from moderation.workflow import acknowledge, undo


@pytest.fixture
def pressing(make_item) -> Item:
    return make_item(NOW - timedelta(minutes=10), text="My daughter is being bullied at your school, I'll k1ll him")


def test_what_comes_in_with_a_pressing_hint_goes_into_the_lane_and_nothing_else_is_done_to_it(pressing, make_item):
    plain = make_item(text="When is the fair?")
    assert pressing.is_priority
    assert pressing.priority_due_at == pressing.detected_at + timedelta(hours=2)
    assert {(hint.category, hint.found) for hint in pressing.hints.all()} == {
        (Category.BULLYING, "bullied"),
        (Category.THREAT, "k1ll him"),
    }
    assert (pressing.status, pressing.category, pressing.severity) == (Status.OPEN, "", Severity.NONE)
    assert pressing.triaged_at is None
    assert pressing.due_at == pressing.received_at + timedelta(hours=24)
    assert pressing.responses.count() == 0
    assert not plain.is_priority
    assert not Hint.objects.filter(item=plain).exists()


def test_an_offensive_word_alone_is_a_hint_but_not_pressing(make_item):
    item = make_item(text="what a stupid place to park")
    assert [hint.category for hint in item.hints.all()] == [Category.OFFENSIVE]
    assert not item.is_priority


def test_triage_notes_category_severity_and_who_wrote_it(item, teacher):
    item = workflow.triage(
        item, actor=teacher, category=Category.COMPLAINT, severity=Severity.LOW, author_kind=AuthorKind.PARENT
    )
    assert (item.category, item.severity, item.triaged_by) == (Category.COMPLAINT, Severity.LOW, teacher)
    assert not item.is_priority
    assert Author.objects.get(pk=item.author_id).kind == AuthorKind.PARENT
    data = Event.objects.get(verb="moderation.triage").data
    assert data["category"] == "complaint"


def test_a_pressing_category_puts_it_into_the_lane_and_leaves_its_own_clock_alone(item, teacher):
    due_at = item.due_at
    item = workflow.triage(item, actor=teacher, category=Category.THREAT)
    item.refresh_from_db()
    assert item.is_priority
    assert item.rank == 0
    assert item.severity == Severity.MEDIUM
    assert item.due_at == due_at


def test_triage_can_be_taken_back_for_some_seconds(item, teacher):
    workflow.triage(item, actor=teacher, category=Category.THREAT)
    item = undo(Undo.objects.get(item=item), actor=teacher)
    assert (item.category, item.triaged_at, item.is_priority) == ("", None, False)


def test_somebody_takes_it_out_of_the_lane_with_a_reason_and_puts_it_in_again(pressing, teacher):
    item = workflow.leave_lane(pressing, actor=teacher, because=Because.HARMLESS_WORDS)
    assert not item.is_priority
    assert Event.objects.get(verb="moderation.leave_lane").data["because"] == "harmless_words"
    since = item.priority_since
    item = workflow.enter_lane(item, actor=teacher)
    assert item.is_priority
    assert item.priority_since == since


def test_no_way_out_of_the_lane_without_a_reason_nor_twice(pressing, teacher):
    with pytest.raises(InvalidInput):
        workflow.leave_lane(pressing, actor=teacher, because="because")
    workflow.leave_lane(pressing, actor=teacher, because=Because.JOKE)
    with pytest.raises(WrongState):
        workflow.leave_lane(pressing, actor=teacher, because=Because.JOKE)


def test_an_answered_comment_enters_no_lane(item, teacher):
    acknowledge(item, actor=teacher, text="Seen.")
    with pytest.raises(WrongState):
        workflow.enter_lane(item, actor=teacher)
    item = workflow.triage(item, actor=teacher, category=Category.BULLYING)
    assert item.priority_due_at is None


def test_only_who_works_on_the_account_triages(item, outsider, dsl):
    for person in (outsider, dsl):
        with pytest.raises(NotAllowed):
            workflow.triage(item, actor=person, category=Category.SPAM)
    assert Event.objects.filter(verb="moderation.triage", refused=True).count() == 2
    item.refresh_from_db()
    assert item.category == ""


def test_one_press_on_the_page_of_the_comment_and_the_reasons_beside_it(client, sign_in, pressing, teacher):
    sign_in(client, teacher)
    page = client.get(f"/comments/{pressing.pk}/").content.decode()
    assert "“k1ll him” is on the list of threats." in page
    answer = client.post(f"/comments/{pressing.pk}/triage/", {"category": "spam"}, follow=True)
    assert "Noted: spam" in answer.content.decode()
    client.post(f"/comments/{pressing.pk}/priority/leave/", {"because": "dealt_with"})
    page = client.get(f"/comments/{pressing.pk}/").content.decode()
    assert "Not urgent: it is dealt with already." in page
