"""P5: SLT changes what a page says; every save is kept, and nobody's words are lost under another's."""

import pytest

from audit import chain
from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from policy.guidance import selectors, starter, workflow
from policy.guidance.models import GuidanceEdition


def test_the_first_save_follows_the_starter_text(write, head):
    assert selectors.page("tone").is_starter
    edition = write(note="Shorter")
    assert (edition.number, edition.written_by, edition.note) == (1, head, "Shorter")
    assert selectors.page("tone").body_markdown == "Be warm."
    assert [one.number for one in selectors.history("tone")] == [1, 0]


def test_every_save_is_an_edition_of_its_own(write, deputy):
    write()
    write(text="Be warmer.", actor=deputy)
    assert [(one.number, one.body_markdown) for one in GuidanceEdition.objects.filter(slug="tone")] == [
        (2, "Be warmer."),
        (1, "Be warm."),
    ]


def test_it_leaves_one_event_with_no_words_in_it_and_tells_nobody(write, head):
    edition = write()
    event = Event.objects.about(edition).get()
    assert (event.verb, event.actor, event.data) == ("guidance.write_page", f"person:{head.pk}", {"number": 1})
    assert not Notification.objects.exists()


@pytest.mark.parametrize("who", ["admin", "dsl", "teacher", "volunteer", "chair", "leaver", "outsider"])
def test_only_slt_changes_the_guidance(request, write, who):
    with pytest.raises(NotAllowed, match="SLT"):
        write(actor=request.getfixturevalue(who))
    assert selectors.page("tone").is_starter
    assert Event.objects.get(verb="guidance.write_page").refused


def test_of_two_who_write_at_once_the_second_is_told(write, deputy):
    write()
    seen = 1
    write(text="The head's words.", seen=seen)
    with pytest.raises(WrongState, match="changed this page meanwhile"):
        write(text="The deputy's words.", actor=deputy, seen=seen)
    assert selectors.page("tone").body_markdown == "The head's words."


def test_two_saves_in_the_same_moment_do_not_take_one_number(write, head, monkeypatch):
    """Both have read the same newest edition before either has saved."""
    before = selectors.latest("tone")
    write()
    monkeypatch.setattr(selectors, "latest", lambda slug: before)
    with pytest.raises(WrongState, match="changed this page meanwhile"):
        write(text="Too late.", seen=0)
    assert GuidanceEdition.objects.get().body_markdown == "Be warm."


def test_a_save_without_a_difference_makes_no_edition(write):
    write()
    with pytest.raises(WrongState, match="says already"):
        write(text="  Be warm.\r\n")
    assert GuidanceEdition.objects.count() == 1


@pytest.mark.parametrize(("values", "field"), [({"title": " "}, "title"), ({"text": "\r\n "}, "body_markdown")])
def test_a_page_needs_a_title_and_a_text(write, values, field):
    with pytest.raises(InvalidInput) as refusal:
        write(**values)
    assert refusal.value.field == field


def test_a_page_that_does_not_exist_is_not_written(head):
    with pytest.raises(InvalidInput, match="no such page"):
        workflow.write_page("nowhere", actor=head, title="x", summary="", body_markdown="x", seen=0)


def test_a_page_that_was_taken_away_is_not_written(write, own_page, head):
    workflow.take_away(own_page.slug, actor=head, seen=1)
    with pytest.raises(WrongState, match="taken away"):
        write(own_page.slug)


def test_a_rollback_leaves_neither_edition_nor_record(write, monkeypatch):
    monkeypatch.setattr(chain, "append", lambda events: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write()
    assert not GuidanceEdition.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize("slug", starter.SLUGS)
def test_every_page_that_comes_with_the_portal_says_something_at_once(slug):
    page = selectors.starter_edition(slug)
    assert page.title
    assert page.summary
    assert len(page.body_markdown) > 400
    assert "\n# " not in page.body_markdown
    assert max(len(page.title), 1) <= 120
    assert len(page.summary) <= 300
