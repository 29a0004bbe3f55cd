"""P5: what a page said before can be put back; that too is a new edition."""

import pytest

from audit import chain
from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from policy.guidance import selectors, starter, workflow
from policy.guidance.models import GuidanceEdition


@pytest.fixture
def twice(write):
    write(text="First.")
    return write(text="Second.")


def test_an_old_text_comes_back_as_the_next_edition(twice, deputy):
    restored = workflow.restore_edition("tone", 1, actor=deputy, seen=2)
    assert (restored.number, restored.body_markdown, restored.written_by) == (3, "First.", deputy)
    assert restored.note == "Edition 1 again"
    assert Event.objects.about(restored).get().data == {"number": 3, "restored": 1}


def test_the_starter_text_can_come_back_too(twice, head):
    workflow.restore_edition("tone", 0, actor=head, seen=2)
    assert selectors.page("tone").body_markdown == starter.words_of("tone").body


def test_a_page_that_was_taken_away_comes_back(own_page, head):
    workflow.take_away(own_page.slug, actor=head, seen=1)
    assert selectors.page(own_page.slug) is None
    workflow.restore_edition(own_page.slug, 1, actor=head, seen=2)
    assert selectors.page(own_page.slug).body_markdown == "Post afterwards."


@pytest.mark.parametrize("who", ["admin", "teacher", "volunteer", "chair"])
def test_only_slt_puts_one_back(request, twice, who):
    with pytest.raises(NotAllowed):
        workflow.restore_edition("tone", 1, actor=request.getfixturevalue(who), seen=2)
    assert selectors.page("tone") == twice


def test_not_where_somebody_has_saved_meanwhile(twice, head):
    with pytest.raises(WrongState, match="changed this page meanwhile"):
        workflow.restore_edition("tone", 1, actor=head, seen=1)


def test_what_the_page_says_already_is_not_put_back(twice, head):
    with pytest.raises(WrongState, match="says already"):
        workflow.restore_edition("tone", 2, actor=head, seen=2)


@pytest.mark.parametrize(("slug", "number"), [("tone", 7), ("nowhere", 1), ("nowhere", 0)])
def test_what_never_was_does_not_come_back(twice, head, slug, number):
    with pytest.raises(InvalidInput):
        workflow.restore_edition(slug, number, actor=head, seen=2)


def test_the_taking_away_itself_is_not_restored(own_page, head):
    workflow.take_away(own_page.slug, actor=head, seen=1)
    with pytest.raises(InvalidInput):
        workflow.restore_edition(own_page.slug, 2, actor=head, seen=2)


def test_a_rollback_leaves_the_page_as_it_was(twice, head, monkeypatch):
    monkeypatch.setattr(chain, "append", lambda events: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.restore_edition("tone", 1, actor=head, seen=2)
    assert GuidanceEdition.objects.filter(slug="tone").count() == 2
