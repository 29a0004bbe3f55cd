"""P5: SLT adds pages of the school's own."""

import pytest

from audit import chain
from audit.models import Event
from core.errors import InvalidInput, NotAllowed
from policy.guidance import selectors, workflow
from policy.guidance.models import GuidanceEdition


def add(actor, title="School trips", **values):
    return workflow.add_page(actor=actor, **{"title": title, "summary": "", "body_markdown": "Ask first."} | values)


def test_a_page_of_the_schools_own_gets_its_address_from_its_title(head):
    page = add(head)
    assert (page.slug, page.number, page.written_by) == ("school-trips", 1, head)
    assert selectors.page("school-trips") == page
    assert Event.objects.about(page).get().verb == "guidance.add_page"


@pytest.mark.parametrize(
    ("title", "slug"), [("Tone", "tone-2"), ("???", "page"), ("学校", "page"), ("x" * 120, "x" * 50)]
)
def test_no_title_takes_the_address_of_another_page(head, title, slug):
    assert add(head, title).slug == slug


def test_a_second_page_of_one_title_has_an_address_of_its_own(head):
    assert [add(head).slug for _ in range(3)] == ["school-trips", "school-trips-2", "school-trips-3"]


def test_the_address_of_a_page_that_was_taken_away_is_not_given_again(head, own_page):
    workflow.take_away(own_page.slug, actor=head, seen=1)
    assert add(head).slug == "school-trips-2"


@pytest.mark.parametrize("who", ["admin", "teacher", "volunteer", "chair", "leaver"])
def test_only_slt_adds_one(request, who):
    with pytest.raises(NotAllowed):
        add(request.getfixturevalue(who))
    assert not GuidanceEdition.objects.exists()


@pytest.mark.parametrize(("values", "field"), [({"title": ""}, "title"), ({"body_markdown": " "}, "body_markdown")])
def test_it_needs_a_title_and_a_text(head, values, field):
    with pytest.raises(InvalidInput) as refusal:
        add(head, **values)
    assert refusal.value.field == field


def test_a_rollback_leaves_nothing(head, monkeypatch):
    monkeypatch.setattr(chain, "append", lambda events: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(head)
    assert not GuidanceEdition.objects.exists()
