"""A1, A2, R1: a complete case goes to whoever decides, and its words are fixed."""

import pytest

from accounts.models import Account
from applications import workflow
from applications.models import Application
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification


def told(message):
    return {row.recipient for row in Notification.objects.filter(template=message).select_related("recipient")}


def test_it_waits_for_slt_and_its_words_are_fixed(teacher, draft):
    case = workflow.submit(draft, actor=teacher)
    assert case.status == "submitted"
    assert case.draft() is None
    assert case.sent().submitted_at == NOW


@pytest.mark.parametrize(
    ("point", "values"),
    [
        ("place", {"platform": ""}),
        ("place", {"proposed_name": "  "}),
        ("aim", {"aim": ""}),
        ("audience", {"audience": "\n"}),
        ("promotion", {"promotion": ""}),
        ("openness", {"openness": ""}),
        ("openness", {"openness_reason": ""}),
        ("runners", {"runners": []}),
    ],
)
def test_every_point_must_be_complete(teacher, draft, point, values):
    workflow.save_point(draft, point, actor=teacher, **values)
    with pytest.raises(InvalidInput, match="not complete"):
        workflow.submit(draft, actor=teacher)
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_one_member_of_staff_and_a_parent_are_not_enough(teacher, volunteer, draft):
    workflow.save_point(draft, "runners", actor=teacher, runners=[teacher, volunteer], lead=teacher)
    with pytest.raises(InvalidInput, match="at least two members of staff"):
        workflow.submit(draft, actor=teacher)


def test_a_parent_comes_on_top_of_two_members_of_staff(teacher, teacher2, volunteer, draft):
    workflow.save_point(draft, "runners", actor=teacher, runners=[teacher, teacher2, volunteer], lead=teacher)
    assert workflow.submit(draft, actor=teacher).status == "submitted"


def test_the_same_person_twice_is_one_person(teacher, draft):
    workflow.save_point(draft, "runners", actor=teacher, runners=[teacher, teacher], lead=teacher)
    with pytest.raises(InvalidInput, match="at least two"):
        workflow.submit(draft, actor=teacher)


def test_somebody_who_has_left_does_not_count(teacher, leaver, draft):
    workflow.save_point(draft, "runners", actor=teacher, runners=[teacher, leaver], lead=teacher)
    with pytest.raises(InvalidInput, match="Leo Leaver is no longer active"):
        workflow.submit(draft, actor=teacher)


def test_somebody_switched_off_does_not_count(teacher, teacher2, draft):
    teacher2.is_active = False
    teacher2.save()
    with pytest.raises(InvalidInput, match="Tara Teacher is no longer active"):
        workflow.submit(draft, actor=teacher)


def test_a_parent_is_not_the_lead(teacher, teacher2, volunteer, draft):
    workflow.save_point(draft, "runners", actor=teacher, runners=[teacher, teacher2, volunteer], lead=volunteer)
    with pytest.raises(InvalidInput, match="cannot be the lead"):
        workflow.submit(draft, actor=teacher)


def test_it_needs_a_lead(teacher, teacher2, draft):
    workflow.save_point(draft, "runners", actor=teacher, runners=[teacher, teacher2], lead=None)
    with pytest.raises(InvalidInput, match="Choose the lead"):
        workflow.submit(draft, actor=teacher)


def test_a_volunteer_may_apply(volunteer, teacher, teacher2, write):
    case = write(actor=volunteer, runners=(teacher, teacher2))
    assert workflow.submit(case, actor=volunteer).status == "submitted"


@pytest.mark.parametrize("who", ["teacher2", "head", "outsider"])
def test_only_the_applicant_submits_it(request, draft, who):
    with pytest.raises(NotAllowed):
        workflow.submit(draft, actor=request.getfixturevalue(who))


def test_it_is_not_submitted_twice(teacher, submitted):
    with pytest.raises(WrongState):
        workflow.submit(submitted, actor=teacher)


def test_those_of_slt_who_are_free_are_told(head, deputy, admin, chair, write):
    case = write(actor=head, runners=(head, admin))
    workflow.submit(case, actor=head)
    assert told("applications.submitted") == {deputy}


def test_the_chair_is_told_where_nobody_of_slt_is_free(head, deputy, chair, write):
    workflow.submit(write(actor=head, runners=(head, deputy)), actor=head)
    assert told("applications.submitted") == {chair}


def test_neither_record_nor_mail_holds_a_word_of_the_case(submitted):
    event = Event.objects.get(verb="applications.submit")
    assert event.data == {"from": "draft", "to": "submitted", "revision": 1}
    notice = Notification.objects.filter(template="applications.submitted").first()
    assert notice.params == {"case": submitted.pk, "applicant": "Tom Teacher"}


def test_slt_and_administrators_see_it_and_nobody_else_does(
    submitted, head, admin, teacher, teacher2, dsl, chair, volunteer, outsider
):
    seen = {
        person.full_name
        for person in (head, admin, teacher, teacher2, dsl, chair, volunteer, outsider)
        if Application.objects.visible_to(person).exists()
    }
    assert seen == {"Helen Head", "Ada Admin", "Tom Teacher", "Tara Teacher"}


def test_a_rollback_leaves_the_draft_alone(teacher, head, draft, monkeypatch):
    monkeypatch.setattr("applications.workflow.submitting.notifications.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.submit(draft, actor=teacher)
    draft.refresh_from_db()
    assert (draft.status, draft.sent()) == ("draft", None)
    assert not Event.objects.filter(verb="applications.submit").exists()
    assert not Notification.objects.filter(template="applications.submitted").exists()


def test_an_account_that_exists_is_registered_and_watched_at_once(existing, teacher, teacher2):
    account = existing.account
    assert (account.status, account.handle, account.monitored_from) == ("under_review", "StJudesFriends", NOW)
    assert account.mandate is None
    assert list(account.runners_now()) == [teacher, teacher2]


def test_a_handle_that_the_register_has_is_refused(existing, outsider, head, write):
    case = write(actor=outsider, runners=(outsider, head), kind="existing")
    with pytest.raises(InvalidInput):
        workflow.submit(case, actor=outsider)
    assert Account.objects.count() == 1


def test_a_new_case_takes_up_the_account_of_one_that_was_rejected(existing, teacher, head, write):
    workflow.reject(existing, actor=head, reason="Not so.")
    again = workflow.submit(write(kind="existing"), actor=teacher)
    assert again.account == existing.account
    assert Account.objects.count() == 1


def test_a_stranger_does_not_take_it_up(existing, outsider, dsl, head, write):
    workflow.reject(existing, actor=head, reason="Not so.")
    case = write(actor=outsider, runners=(outsider, dsl), kind="existing")
    with pytest.raises(InvalidInput, match="in the register already"):
        workflow.submit(case, actor=outsider)


def test_who_runs_it_changes_only_by_slts_decision(existing, teacher, teacher2, outsider, head, make_ready):
    make_ready(teacher, teacher2, outsider)
    case = workflow.amend(existing, actor=teacher)
    workflow.save_point(case, "runners", actor=teacher, runners=[teacher, outsider], lead=teacher)
    workflow.save_point(case, "place", actor=teacher, handle="FriendsOfStJude")
    case = workflow.submit(case, actor=teacher)
    assert case.account.handle == "FriendsOfStJude"
    assert list(case.account.runners_now()) == [teacher, teacher2]
    case = workflow.approve(case, actor=head, reason="Good.")
    assert list(case.account.runners_now()) == [teacher, outsider]
