"""A2, A3, A4, R1: an approval binds to a revision, and gives the account its mandate."""

import pytest

from accounts.models import Account, Mandate
from applications import workflow
from applications.models import Application, Decision
from audit.models import Event
from conftest import NOW
from core import rules
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from policy.models import Acknowledgement, TrainingRecord
from school.models import School

GOOD = "A clear aim and two careful people."


def told(message):
    return {row.recipient for row in Notification.objects.filter(template=message).select_related("recipient")}


@pytest.fixture
def two_approvals(school):
    School.objects.update(approvals_required=2)


def test_approval_gives_a_new_account_its_mandate(submitted, head, ready, teacher, teacher2):
    case = workflow.approve(submitted, actor=head, reason=GOOD)
    account = case.account
    assert (case.status, account.status) == ("approved", "approved")
    assert (account.mandate.application_id, account.mandate.revision_number) == (case.pk, 1)
    assert account.mandate.decided_by == head
    assert (account.name, account.platform, account.openness) == ("Year 4 news", "facebook", "closed")
    assert list(account.runners_now()) == [teacher, teacher2]
    assert account.lead_now() == teacher


def test_the_decision_keeps_who_when_why_and_what_was_read(submitted, head, ready):
    workflow.approve(submitted, actor=head, reason=f"  {GOOD} ")
    decision = Decision.objects.get()
    assert (decision.verdict, decision.reason, decision.decided_by, decision.at) == ("approve", GOOD, head, NOW)
    assert decision.revision.number == 1


def test_approval_gives_an_existing_account_its_mandate(existing, head, ready):
    account = existing.account
    workflow.approve(existing, actor=head, reason=GOOD)
    account.refresh_from_db()
    assert account.status == "approved"
    assert account.monitored_from == NOW
    assert Account.objects.count() == 1


@pytest.mark.parametrize("lacking", [Acknowledgement, TrainingRecord])
def test_it_is_refused_while_a_runner_lacks_policy_or_training(submitted, head, ready, teacher2, lacking):
    lacking.objects.filter(person=teacher2).delete()
    with pytest.raises(NotAllowed, match="Tara Teacher has") as refusal:
        workflow.approve(submitted, actor=head, reason=GOOD)
    assert "Tom Teacher" not in refusal.value.reason
    submitted.refresh_from_db()
    assert submitted.status == "submitted"
    assert not Account.objects.exists()


def test_it_is_refused_while_a_parent_on_top_is_not_ready(teacher, teacher2, volunteer, write, head, ready):
    case = workflow.submit(write(runners=(teacher, teacher2, volunteer)), actor=teacher)
    with pytest.raises(NotAllowed, match="Vera Volunteer"):
        workflow.approve(case, actor=head, reason=GOOD)


def test_it_is_refused_when_a_runner_has_left_since(submitted, head, ready, teacher2):
    teacher2.is_active = False
    teacher2.save()
    with pytest.raises(NotAllowed, match="Tara Teacher is no longer active"):
        workflow.approve(submitted, actor=head, reason=GOOD)


def test_the_page_can_ask_why_before_the_button_is_pressed(submitted, head, policy):
    verdict = rules.ask("applications.approve", head, submitted)
    assert not verdict
    assert "Tom Teacher has not acknowledged the policy and has no training on record." in verdict.reason
    assert rules.ask("applications.decide", head, submitted)


@pytest.mark.parametrize("who", ["admin", "dsl", "outsider", "volunteer", "chair", "leaver"])
def test_only_slt_approves(request, submitted, ready, who):
    with pytest.raises(NotAllowed):
        workflow.approve(submitted, actor=request.getfixturevalue(who), reason=GOOD)
    assert not Decision.objects.exists()
    assert Event.objects.filter(verb="applications.approve", refused=True).count() == 1


def test_nobody_approves_their_own(head, deputy, teacher, teacher2, ready, write):
    case = workflow.submit(write(actor=head), actor=head)
    with pytest.raises(NotAllowed, match="You submitted this business case yourself"):
        workflow.approve(case, actor=head, reason=GOOD)
    assert workflow.approve(case, actor=deputy, reason=GOOD).status == "approved"


def test_nobody_approves_what_names_them(head, deputy, teacher, make_ready, write):
    make_ready(teacher, deputy)
    case = workflow.submit(write(runners=(teacher, deputy)), actor=teacher)
    with pytest.raises(NotAllowed, match="names you to run the account"):
        workflow.approve(case, actor=deputy, reason=GOOD)
    assert workflow.approve(case, actor=head, reason=GOOD).status == "approved"


def test_the_chair_may_where_nobody_of_slt_is_free(head, deputy, chair, make_ready, write):
    make_ready(head, deputy)
    case = workflow.submit(write(actor=head, runners=(head, deputy)), actor=head)
    assert Application.objects.visible_to(chair).get() == case
    assert workflow.approve(case, actor=chair, reason=GOOD).status == "approved"
    assert Application.objects.visible_to(chair).get() == case


def test_a_draft_is_not_approved(draft, head, ready):
    with pytest.raises(WrongState):
        workflow.approve(draft, actor=head, reason=GOOD)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_it_needs_a_reason(submitted, head, ready, reason):
    with pytest.raises(InvalidInput) as refusal:
        workflow.approve(submitted, actor=head, reason=reason)
    assert refusal.value.field == "reason"
    assert not Decision.objects.exists()


def test_of_two_who_decide_at_once_one_wins(submitted, head, deputy, ready):
    stale = Application.objects.get(pk=submitted.pk)
    workflow.approve(submitted, actor=head, reason=GOOD)
    with pytest.raises(WrongState):
        workflow.reject(stale, actor=deputy, reason="No.")
    assert Decision.objects.count() == 1
    assert Mandate.objects.count() == 1


def test_what_was_read_is_what_is_approved(submitted, teacher, head, ready):
    case = workflow.amend(submitted, actor=teacher)
    workflow.save_point(case, "openness", actor=teacher, openness="open")
    workflow.submit(case, actor=teacher)
    with pytest.raises(WrongState, match="changed while you were reading"):
        workflow.approve(case, actor=head, reason=GOOD, seen=1)
    assert workflow.approve(case, actor=head, reason=GOOD, seen=2).account.mandate.revision_number == 2


def test_the_record_and_the_notices(submitted, head, admin, ready, teacher, teacher2):
    case = workflow.approve(submitted, actor=head, reason=GOOD)
    event = Event.objects.get(verb="applications.approve")
    assert event.data == {"from": "submitted", "to": "approved", "revision": 1, "given": 1}
    assert GOOD not in str(list(Event.objects.values_list("data", flat=True)))
    assert told("applications.approved") == {teacher}
    assert told("applications.you_run") == {teacher2}
    assert told("accounts.to_create") == {admin}
    assert Notification.objects.get(template="applications.approved").params == {"case": case.pk}


def test_a_rollback_leaves_no_account_no_decision_and_no_record(submitted, head, ready, monkeypatch):
    monkeypatch.setattr("applications.workflow.deciding.notifications.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.approve(submitted, actor=head, reason=GOOD)
    submitted.refresh_from_db()
    assert submitted.status == "submitted"
    assert not Decision.objects.exists()
    assert not Account.objects.exists()
    assert not Event.objects.filter(verb__in=["applications.approve", "accounts.give_mandate"]).exists()
    assert not Notification.objects.filter(template__in=["applications.approved", "accounts.to_create"]).exists()


def test_the_first_of_two_approvals_leaves_it_waiting_for_the_second(two_approvals, submitted, head, deputy, ready):
    case = workflow.approve(submitted, actor=head, reason=GOOD)
    assert (case.status, case.account) == ("submitted", None)
    assert told("applications.one_more") == {deputy}
    assert workflow.approve(case, actor=deputy, reason=GOOD).status == "approved"


def test_nobody_gives_both_approvals(two_approvals, submitted, head, deputy, ready):
    workflow.approve(submitted, actor=head, reason=GOOD)
    with pytest.raises(NotAllowed, match="already"):
        workflow.approve(submitted, actor=head, reason=GOOD)
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_a_change_voids_the_approvals_given_before(two_approvals, submitted, teacher, head, deputy, ready):
    workflow.approve(submitted, actor=head, reason=GOOD)
    workflow.amend(submitted, actor=teacher)
    workflow.save_point(submitted, "aim", actor=teacher, aim="Something quite different.")
    workflow.submit(submitted, actor=teacher)
    case = workflow.approve(submitted, actor=deputy, reason=GOOD)
    assert case.status == "submitted"
    assert workflow.approve(case, actor=head, reason="Still good.").status == "approved"


def test_the_chair_joins_where_slt_alone_is_too_few(two_approvals, head, chair, draft, teacher, ready):
    case = workflow.submit(draft, actor=teacher)
    assert told("applications.submitted") == {head, chair}
    workflow.approve(case, actor=head, reason=GOOD)
    assert told("applications.one_more") == {chair}
    assert workflow.approve(case, actor=chair, reason=GOOD).status == "approved"


def test_the_chair_waits_where_slt_is_enough(two_approvals, submitted, head, chair, ready):
    with pytest.raises(NotAllowed, match="SLT can decide this without the chair"):
        workflow.approve(submitted, actor=chair, reason=GOOD)
    workflow.approve(submitted, actor=head, reason=GOOD)
    with pytest.raises(NotAllowed, match="SLT can decide this without the chair"):
        workflow.approve(submitted, actor=chair, reason=GOOD)
