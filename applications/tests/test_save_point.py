"""A1: each point is saved by itself, complete or not."""

import pytest
from django.db import DatabaseError, transaction

from applications import points, workflow
from applications.models import Decision, Revision, RevisionRunner
from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState


@pytest.fixture
def case(teacher):
    return workflow.start(actor=teacher, kind="new")


def test_half_a_point_is_kept_and_the_page_says_what_is_missing(teacher, case):
    workflow.save_point(case, "openness", actor=teacher, openness="closed")
    revision = case.draft()
    assert revision.openness == "closed"
    assert points.missing(revision)["openness"] == ["Say why it should be open or closed."]


def test_a_complete_case_misses_nothing(draft):
    assert not any(points.missing(draft.draft()).values())


def test_an_existing_account_needs_its_handle_and_address(teacher):
    case = workflow.start(actor=teacher, kind="existing")
    workflow.save_point(case, "place", actor=teacher, platform="x", proposed_name="News")
    assert len(points.missing(case.draft())["place"]) == 2


def test_the_runners_are_replaced_by_those_given(teacher, teacher2, volunteer, draft):
    workflow.save_point(draft, "runners", actor=teacher, runners=[volunteer, teacher2], lead=teacher2)
    assert draft.draft().people() == [teacher2, volunteer]


def test_a_lead_who_does_not_run_it_is_refused(teacher, teacher2, draft):
    with pytest.raises(InvalidInput):
        workflow.save_point(draft, "runners", actor=teacher, runners=[teacher], lead=teacher2)
    assert draft.draft().people() == [teacher, teacher2]


@pytest.mark.parametrize(
    ("point", "values"),
    [("place", {"platform": "myspace"}), ("place", {"proposed_name": "x" * 121}), ("openness", {"openness": "ajar"})],
)
def test_what_the_form_would_not_offer_is_refused(teacher, case, point, values):
    with pytest.raises(InvalidInput):
        workflow.save_point(case, point, actor=teacher, **values)


def test_a_point_that_there_is_not_is_refused(teacher, case):
    with pytest.raises(InvalidInput):
        workflow.save_point(case, "budget", actor=teacher)


@pytest.mark.parametrize("who", ["teacher2", "head", "admin", "outsider"])
def test_only_the_applicant_writes_it(request, draft, who):
    with pytest.raises(NotAllowed, match="Tom Teacher"):
        workflow.save_point(draft, "aim", actor=request.getfixturevalue(who), aim="Mine now.")
    assert draft.draft().aim == "Show parents what Year 4 learns."


def test_a_submitted_case_is_not_changed_as_it_stands(teacher, submitted):
    with pytest.raises(WrongState):
        workflow.save_point(submitted, "aim", actor=teacher, aim="Something else.")
    assert submitted.sent().aim == "Show parents what Year 4 learns."


def test_the_record_names_the_point_and_not_its_words(teacher, case):
    workflow.save_point(case, "aim", actor=teacher, aim="A secret plan")
    event = Event.objects.get(verb="applications.save_point")
    assert event.data == {"point": "aim", "revision": 1}


def test_a_rollback_leaves_neither_words_nor_record(teacher, case, monkeypatch):
    monkeypatch.setattr(Revision, "save", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.save_point(case, "runners", actor=teacher, runners=[teacher], lead=None)
    assert not RevisionRunner.objects.exists()
    assert not Event.objects.filter(verb="applications.save_point").exists()


def test_the_database_refuses_to_change_what_was_submitted(submitted, outsider):
    sent = submitted.sent()
    with pytest.raises(DatabaseError, match="keeps its words"), transaction.atomic():
        Revision.objects.filter(pk=sent.pk).update(aim="Something else.")
    with pytest.raises(DatabaseError, match="keeps its words"), transaction.atomic():
        RevisionRunner.objects.create(revision=sent, person=outsider)


def test_the_database_refuses_a_second_open_revision(draft):
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.create(application=draft, number=2, created_at=draft.created_at, saved_at=draft.created_at)


def test_the_database_refuses_to_change_a_decision(submitted, head):
    workflow.reject(submitted, actor=head, reason="No.")
    with pytest.raises(DatabaseError, match="stays as it was given"), transaction.atomic():
        Decision.objects.update(verdict="approve")
