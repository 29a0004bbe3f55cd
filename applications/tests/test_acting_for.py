"""A4 with somebody away: who acts decides in their place, sees what that needs, and only while it lasts."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, IntegrityError
from django.urls import reverse

import applications.needs  # noqa: F401  (registers what Today shows)
from applications import fairness, tasks, workflow
from applications.models import Application, Decision
from audit.models import Event
from conftest import NOW
from core import rules
from core.errors import NotAllowed
from core.registry import needs_of
from notifications.models import Notification
from people import workflow as people
from people.models import Absence, RoleGrant
from school.models import School

GOOD = "A clear aim and two careful people."
TODAY = date(2026, 11, 18)
QUEUE = reverse("applications:queue")


@pytest.fixture
def amira(make_person):
    """Somebody employed, without any role of weight, who has a second step."""
    person = make_person("Amira Acting", "staff")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return person


@pytest.fixture
def governor(make_person):
    return make_person("Gus Governor", "governor", employed=False)


@pytest.fixture
def away():
    """`away(head, amira)`: head is away until Friday, and Amira acts."""

    def gone(person, delegate, actor=None, until=2):
        return people.record_absence(
            person,
            actor=actor or person,
            from_on=TODAY,
            until_on=TODAY + timedelta(days=until),
            delegate=delegate,
        )

    return gone


def told(template):
    rows = Notification.objects.filter(template=template, withdrawn_at=None).select_related("recipient")
    return {row.recipient for row in rows}


def test_the_delegate_decides_in_the_place_of_who_is_away(away, head, amira, draft, teacher, ready):
    away(head, amira)
    case = workflow.submit(draft, actor=teacher)
    assert fairness.deciders(case) == [amira]
    workflow.approve(case, actor=amira, reason=GOOD)
    decision = Decision.objects.get()
    assert (decision.decided_by, decision.acted_for, decision.by) == (amira, head, "Amira Acting for Helen Head")
    case.refresh_from_db()
    assert (case.status, case.account.mandate.decided_by) == ("approved", amira)
    assert Event.objects.get(verb="applications.approve").data["acted_for"] == head.pk


@pytest.mark.parametrize(("verb", "status"), [("reject", "rejected"), ("return_for_changes", "returned")])
def test_so_do_rejecting_and_returning(away, head, amira, draft, teacher, verb, status):
    away(head, amira)
    case = getattr(workflow, verb)(workflow.submit(draft, actor=teacher), actor=amira, reason="No.")
    assert (case.status, Decision.objects.get().acted_for) == (status, head)
    assert Event.objects.get(verb=f"applications.{verb}").data["acted_for"] == head.pk


def test_one_of_slt_who_is_there_is_asked_beside_the_delegate(away, head, deputy, amira, draft, teacher):
    away(head, amira)
    case = workflow.submit(draft, actor=teacher)
    assert fairness.deciders(case) == [deputy, amira]
    assert told("applications.submitted") == {deputy}
    assert told("applications.submitted_for") == {amira}


def test_who_is_away_may_decide_from_home(away, head, deputy, draft, teacher, ready):
    away(head, deputy)
    case = workflow.submit(draft, actor=teacher)
    assert head not in told("applications.submitted")
    assert workflow.approve(case, actor=head, reason=GOOD).status == "approved"
    assert Decision.objects.get().acted_for is None


@pytest.mark.parametrize("tie", ["applicant", "named"])
def test_a_delegate_with_a_part_in_the_case_is_not_free(away, head, chair, amira, teacher, write, make_ready, tie):
    make_ready(amira, teacher)
    away(head, amira)
    by = amira if tie == "applicant" else teacher
    case = workflow.submit(write(actor=by, runners=(teacher, amira)), actor=by)
    with pytest.raises(NotAllowed, match="somebody else decides it"):
        workflow.approve(case, actor=amira, reason=GOOD)
    assert fairness.deciders(case) == [chair]
    assert workflow.approve(case, actor=chair, reason=GOOD).status == "approved"


def test_a_delegate_is_no_freer_than_whom_they_act_for(away, head, chair, amira, write, teacher, teacher2, ready):
    away(head, amira)
    case = workflow.submit(write(actor=head, runners=(teacher, teacher2)), actor=head)
    with pytest.raises(NotAllowed, match="You act for Helen Head, who has a part"):
        workflow.approve(case, actor=amira, reason=GOOD)
    assert fairness.deciders(case) == [chair]
    assert not Application.objects.visible_to(amira).exists()


def test_without_anybody_free_it_waits_for_who_is_away(away, head, amira, teacher, write, ready):
    away(head, amira)
    case = workflow.submit(write(actor=teacher, runners=(teacher, amira)), actor=teacher)
    assert fairness.deciders(case) == [head]


def test_the_applicant_chooses_nobody_to_decide_for_another(away, head, deputy, chair, amira, write, teacher, teacher2):
    away(head, amira, actor=deputy)
    case = workflow.submit(write(actor=deputy, runners=(teacher, teacher2)), actor=deputy)
    with pytest.raises(NotAllowed, match="Dev Deputy, who named you to act for Helen Head"):
        workflow.reject(case, actor=amira, reason="No.")
    assert fairness.deciders(case) == [chair]


def test_the_chairs_delegate_decides_what_comes_to_the_chair(
    away, head, chair, governor, write, teacher, teacher2, ready
):
    away(chair, governor)
    case = workflow.submit(write(actor=head, runners=(teacher, teacher2)), actor=head)
    assert fairness.deciders(case) == [governor]
    assert told("applications.submitted_for") == {governor}
    assert list(Application.objects.visible_to(governor)) == [case]
    workflow.approve(case, actor=governor, reason=GOOD)
    assert Decision.objects.get().acted_for == chair


def test_the_chairs_delegate_waits_while_slt_can_decide(away, head, chair, governor, draft, teacher, ready):
    away(chair, governor)
    case = workflow.submit(draft, actor=teacher)
    with pytest.raises(NotAllowed, match="SLT can decide this without the chair"):
        workflow.approve(case, actor=governor, reason=GOOD)
    assert not Application.objects.visible_to(governor).exists()


@pytest.fixture
def two_approvals(school):
    School.objects.update(approvals_required=2)


def test_a_delegate_gives_one_of_two_approvals(two_approvals, away, head, deputy, amira, draft, teacher, ready):
    away(head, amira)
    case = workflow.approve(workflow.submit(draft, actor=teacher), actor=amira, reason=GOOD)
    assert case.status == "submitted"
    assert Event.objects.get(verb="applications.approve").data == {
        "revision": 1,
        "given": 1,
        "needed": 2,
        "acted_for": head.pk,
    }
    assert told("applications.one_more") == {deputy}
    assert workflow.approve(case, actor=deputy, reason=GOOD).status == "approved"


def test_who_is_away_and_who_acts_have_one_decision_together(
    two_approvals, away, head, chair, amira, draft, teacher, ready
):
    away(head, amira)
    case = workflow.approve(workflow.submit(draft, actor=teacher), actor=amira, reason=GOOD)
    with pytest.raises(NotAllowed, match="has decided this in your place"):
        workflow.approve(case, actor=head, reason=GOOD)
    assert fairness.deciders(case) == [chair]


def test_and_so_when_who_is_away_decides_first(two_approvals, away, head, amira, draft, teacher, ready):
    away(head, amira)
    case = workflow.approve(workflow.submit(draft, actor=teacher), actor=head, reason=GOOD)
    with pytest.raises(NotAllowed, match="The decision of Helen Head, for whom you act, is given already"):
        workflow.approve(case, actor=amira, reason=GOOD)


def test_one_person_who_acts_for_two_decides_once(
    two_approvals, away, head, deputy, chair, amira, draft, teacher, ready
):
    away(head, amira)
    away(deputy, amira)
    case = workflow.submit(draft, actor=teacher)
    assert set(fairness.deciders(case)) == {amira, chair}
    case = workflow.approve(case, actor=amira, reason=GOOD)
    with pytest.raises(NotAllowed, match="Each person decides once"):
        workflow.approve(case, actor=amira, reason=GOOD)


def test_one_of_slt_who_acts_for_another_has_one_decision(two_approvals, away, head, deputy, draft, teacher, ready):
    away(head, deputy)
    case = workflow.approve(workflow.submit(draft, actor=teacher), actor=deputy, reason=GOOD)
    assert Decision.objects.get().acted_for is None
    with pytest.raises(NotAllowed, match="Each person decides once"):
        workflow.approve(case, actor=deputy, reason=GOOD)
    assert workflow.approve(case, actor=head, reason=GOOD).status == "approved"


def test_the_database_takes_one_decision_from_each_seat(submitted, head, deputy, chair):
    revision = submitted.sent()
    facts = {"application": submitted, "revision": revision, "verdict": "approve", "reason": "So.", "at": NOW}
    Decision.objects.create(decided_by=deputy, acted_for=head, **facts)
    with pytest.raises(IntegrityError):
        Decision.objects.create(decided_by=chair, acted_for=head, **facts)


def test_in_whose_place_somebody_decided_is_never_changed(submitted, head, deputy):
    workflow.reject(submitted, actor=deputy, reason="No.")
    with pytest.raises(DatabaseError, match="A decision stays as it was given"):
        Decision.objects.update(acted_for=head)


def test_it_lasts_as_long_as_the_absence(away, head, deputy, amira, submitted, client, sign_in, clock):
    sign_in(client, amira)
    assert (client.get(QUEUE).status_code, client.get(submitted.decide_url()).status_code) == (403, 404)
    absence = away(head, amira)
    assert client.get(submitted.decide_url()).status_code == 200
    queue = client.get(QUEUE).content.decode()
    assert "Year 4 news" in queue
    assert "You act for Helen Head until" in queue
    assert "Cases to decide" in client.get(reverse("applications:index")).content.decode()
    clock.move_to(NOW + timedelta(days=3))
    assert (client.get(QUEUE).status_code, client.get(submitted.get_absolute_url()).status_code) == (403, 404)
    clock.move_to(NOW)
    people.end_absence(absence, actor=head)
    assert (client.get(QUEUE).status_code, client.get(submitted.decide_url()).status_code) == (403, 404)
    assert not rules.ask("applications.decide", amira, submitted)


def test_it_ends_with_the_second_step(away, head, amira, draft, teacher, ready):
    away(head, amira)
    case = workflow.submit(draft, actor=teacher)
    Authenticator.objects.all().delete()
    with pytest.raises(NotAllowed, match="Only SLT decides"):
        workflow.approve(case, actor=amira, reason=GOOD)
    assert fairness.deciders(case) == [head]


def test_it_ends_with_the_role_of_who_is_away(away, head, deputy, amira, submitted):
    away(head, amira)
    RoleGrant.objects.filter(person=head, role="slt").update(revoked_at=NOW)
    with pytest.raises(NotAllowed):
        workflow.reject(submitted, actor=amira, reason="No.")


def test_the_delegate_sees_nothing_but_what_they_may_decide(
    away, head, deputy, amira, submitted, write, teacher, teacher2
):
    away(head, amira)
    of_head = workflow.submit(write(actor=head, runners=(teacher, teacher2)), actor=head)
    drafted = write(actor=teacher2)
    assert list(Application.objects.visible_to(amira)) == [submitted]
    assert not Application.objects.visible_to(amira).filter(pk__in=[of_head.pk, drafted.pk]).exists()


def test_today_asks_the_delegate_to_decide(away, head, amira, draft, teacher):
    away(head, amira)
    workflow.submit(draft, actor=teacher)
    sentences = [need.sentence for need in needs_of(amira)]
    assert "Business case “Year 4 news” from Tom Teacher waits for you, for Helen Head" in sentences


def test_the_daily_round_tells_the_delegate_once(away, head, deputy, amira, submitted, clock):
    people.record_absence(
        head,
        actor=head,
        from_on=TODAY + timedelta(days=1),
        until_on=TODAY + timedelta(days=2),
        delegate=amira,
    )
    tasks.tell_who_decides()
    assert told("applications.submitted_for") == set()
    clock.move_to(NOW + timedelta(days=1))
    for _ in range(3):
        tasks.tell_who_decides()
    row = Notification.objects.get(template="applications.submitted_for")
    assert (row.recipient, row.url) == (amira, submitted.decide_url())
    assert row.params["person"] == "Helen Head"
    assert Notification.objects.filter(template="applications.submitted").count() == 2
    clock.move_to(NOW + timedelta(days=3))
    tasks.tell_who_decides()
    assert told("applications.submitted_for") == set()


def test_the_daily_round_tells_who_is_back_and_the_chair_who_is_needed(
    away, head, deputy, chair, draft, teacher, clock
):
    away(head, deputy)
    case = workflow.submit(draft, actor=teacher)
    assert told("applications.submitted") == {deputy}
    clock.move_to(NOW + timedelta(days=4))
    tasks.tell_who_decides()
    assert told("applications.submitted") == {deputy, head}
    RoleGrant.objects.filter(role="slt").update(revoked_at=NOW)
    tasks.tell_who_decides()
    assert told("applications.submitted") == {deputy, head, chair}
    assert fairness.deciders(case) == [chair]


def test_whoever_was_told_hears_that_it_was_taken_back(away, head, deputy, amira, draft, teacher):
    away(head, amira)
    case = workflow.submit(draft, actor=teacher)
    workflow.withdraw(case, actor=teacher)
    assert told("applications.taken_back") == {deputy, amira}


def test_pages_say_who_decided_for_whom(away, head, deputy, amira, submitted, client, sign_in, ready, teacher):
    away(head, amira)
    sign_in(client, amira)
    page = client.get(submitted.decide_url()).content.decode()
    assert "You decide in the place of Helen Head" in page
    client.post(submitted.decide_url(), {"verdict": "approve", "reason": GOOD, "seen": 1})
    page = sign_in(client, teacher).get(submitted.get_absolute_url()).content.decode()
    assert "Approved by Amira Acting for Helen Head" in page
    assert "Amira Acting for Helen Head approved this business case" in page


def test_the_page_says_who_is_needed(away, two_approvals, head, deputy, amira, submitted, client, sign_in, teacher):
    away(head, amira)
    page = sign_in(client, teacher).get(submitted.get_absolute_url()).content.decode()
    assert "It waits for: Dev Deputy; Amira Acting for Helen Head, away until Friday 20 November 2026." in page
    assert "Too few people" not in page
    School.objects.update(approvals_required=1)
    page = client.get(submitted.get_absolute_url()).content.decode()
    assert "It waits for one of these: Dev Deputy; Amira Acting" in page
    School.objects.update(approvals_required=4)
    page = sign_in(client, deputy).get(submitted.decide_url()).content.decode()
    assert "Too few people are free to decide this" in page
    assert "It needs 4 more approvals, and only 2 people are free to give one." in page


def test_a_volunteer_is_not_told_who_of_slt_is_away(away, head, deputy, amira, write, volunteer, client, sign_in):
    """P4: somebody who sees no directory reads whose judgement it needs, and no names."""
    case = workflow.submit(write(volunteer), actor=volunteer)
    away(head, amira)
    page = sign_in(client, volunteer).get(case.get_absolute_url()).content.decode()
    assert "It waits for: the leadership team (SLT) or the chair of governors." in page
    for words in ("away until", amira.full_name, deputy.full_name, head.full_name):
        assert words not in page


def test_absences_do_not_outlive_a_rollback(away, head, amira, submitted, ready, monkeypatch):
    away(head, amira)
    monkeypatch.setattr("applications.workflow.deciding.notifications.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.reject(submitted, actor=amira, reason="No.")
    assert not Decision.objects.exists()
    assert Absence.objects.now().exists()
