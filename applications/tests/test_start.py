"""A1, P4: anybody signed in begins a business case of their own."""

import pytest

from applications import workflow
from applications.models import Application
from audit.models import Event
from core.errors import InvalidInput, NotAllowed


@pytest.mark.parametrize("who", ["teacher", "volunteer", "head", "chair"])
def test_anybody_who_may_sign_in_starts_one(request, who):
    person = request.getfixturevalue(who)
    case = workflow.start(actor=person, kind="new")
    assert (case.status, case.applicant, case.account) == ("draft", person, None)
    assert case.latest().number == 1
    assert case.draft() is not None


def test_somebody_who_has_left_starts_none(leaver):
    with pytest.raises(NotAllowed):
        workflow.start(actor=leaver, kind="new")
    assert not Application.objects.exists()


def test_a_kind_that_there_is_not_is_refused(teacher):
    with pytest.raises(InvalidInput):
        workflow.start(actor=teacher, kind="borrowed")


def test_it_is_recorded_without_words(teacher):
    case = workflow.start(actor=teacher, kind="existing")
    event = Event.objects.get(verb="applications.start")
    assert (event.actor, event.subject_id, event.data) == (f"person:{teacher.pk}", str(case.pk), {"kind": "existing"})


def test_nobody_but_the_applicant_sees_a_draft(draft, head, admin, outsider, teacher):
    assert list(Application.objects.visible_to(teacher)) == [draft]
    for person in (head, admin, outsider):
        assert not Application.objects.visible_to(person).exists()


def test_somebody_whom_a_draft_names_sees_it(draft, teacher2):
    assert list(Application.objects.visible_to(teacher2)) == [draft]
