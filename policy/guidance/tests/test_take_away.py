"""P5: a page of the school's own can be taken away; what the portal itself points to stays."""

import pytest

from audit import chain
from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from policy.guidance import selectors, starter, workflow
from policy.guidance.models import GuidanceEdition


def test_nobody_reads_it_any_more_and_its_history_stays(own_page, head, teacher):
    gone = workflow.take_away(own_page.slug, actor=head, seen=1)
    assert selectors.page(own_page.slug) is None
    assert [one.number for one in selectors.history(own_page.slug)] == [2, 1]
    assert not GuidanceEdition.objects.visible_to(teacher).filter(slug=own_page.slug).exists()
    assert GuidanceEdition.objects.visible_to(head).filter(slug=own_page.slug).count() == 2
    assert Event.objects.about(gone).get().verb == "guidance.take_away"


@pytest.mark.parametrize("slug", starter.SLUGS)
def test_what_the_portal_points_to_stays(head, slug):
    with pytest.raises(WrongState, match="it stays"):
        workflow.take_away(slug, actor=head, seen=0)
    assert selectors.page(slug) is not None


@pytest.mark.parametrize("who", ["admin", "teacher", "volunteer"])
def test_only_slt_takes_one_away(request, own_page, who):
    with pytest.raises(NotAllowed):
        workflow.take_away(own_page.slug, actor=request.getfixturevalue(who), seen=1)
    assert selectors.page(own_page.slug) == own_page


def test_not_twice_and_not_over_a_newer_edition(own_page, head, write):
    write(own_page.slug, title="Trips")
    with pytest.raises(WrongState, match="changed this page meanwhile"):
        workflow.take_away(own_page.slug, actor=head, seen=1)
    workflow.take_away(own_page.slug, actor=head, seen=2)
    with pytest.raises(WrongState, match="already"):
        workflow.take_away(own_page.slug, actor=head, seen=3)


def test_what_is_not_there_is_not_taken_away(head):
    with pytest.raises(InvalidInput):
        workflow.take_away("nowhere", actor=head, seen=0)


def test_a_rollback_leaves_the_page(own_page, head, monkeypatch):
    monkeypatch.setattr(chain, "append", lambda events: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.take_away(own_page.slug, actor=head, seen=1)
    assert selectors.page(own_page.slug) == own_page
