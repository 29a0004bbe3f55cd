"""“We have been hacked”: one press stops the account, marks its passwords, opens an incident and tells people."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts import workflow as accounts
from accounts.states import Status
from accounts.vault import workflow as vault
from audit.models import Event
from core.errors import NotAllowed, WrongState
from incidents import selectors, workflow
from incidents.models import Incident
from notifications.models import Notification
from people.models import User

WORDS = "A strange post about sunglasses appeared at noon."


@pytest.fixture
def told():
    return lambda: set(
        Notification.objects.filter(template="incidents.account_compromised").values_list("recipient", flat=True)
    )


def test_somebody_who_runs_it_stops_it_at_once(account, password, teacher, head, admin, dsl, told) -> None:
    incident = workflow.report_compromise(account, actor=teacher, what_happened=WORDS)
    account.refresh_from_db()
    password.refresh_from_db()
    assert account.status == Status.SUSPENDED
    assert password.compromised_at is not None
    assert (incident.category, incident.account, incident.reporter) == ("compromised", account, teacher)
    assert incident.what_happened == WORDS
    assert told() == {teacher.pk, head.pk, admin.pk, dsl.pk}
    assert selectors.compromise_going_on(account) == incident


def test_nothing_that_was_written_leaves_the_case_file(account, password, teacher, head) -> None:
    workflow.report_compromise(account, actor=teacher, what_happened=WORDS)
    everything = " ".join(map(str, Event.objects.values_list("data", flat=True)))
    everything += " ".join(map(str, Notification.objects.values_list("params", flat=True)))
    account.refresh_from_db()
    assert "sunglasses" not in everything + account.suspended_because


def test_it_is_on_the_record_of_the_account_the_passwords_and_the_incident(account, password, teacher, head) -> None:
    incident = workflow.report_compromise(account, actor=teacher)
    event = Event.objects.get(verb="incidents.report_compromise")
    assert (event.subject_type, event.subject_id) == ("accounts.account", str(account.pk))
    assert event.data == {"incident": incident.pk, "credentials": 1}
    assert Event.objects.get(verb="vault.report_compromise").data == {"credentials": [password.pk]}
    assert Event.objects.filter(verb="incidents.report", subject_id=str(incident.pk)).exists()


@pytest.mark.parametrize("who", ["head", "admin", "dsl", "teacher"])
def test_those_who_oversee_it_and_those_who_run_it_may(account, request, who) -> None:
    workflow.report_compromise(account, actor=request.getfixturevalue(who))
    account.refresh_from_db()
    assert account.status == Status.SUSPENDED


@pytest.mark.parametrize("who", ["outsider", "leaver", "chair"])
def test_nobody_else_may(account, password, request, who) -> None:
    with pytest.raises(NotAllowed):
        workflow.report_compromise(account, actor=request.getfixturevalue(who))
    account.refresh_from_db()
    password.refresh_from_db()
    assert account.status == Status.LIVE
    assert password.compromised_at is None
    assert not Incident.objects.exists()
    assert Event.objects.get(verb="incidents.report_compromise").refused


def test_a_second_press_adds_nothing(account, password, teacher, admin, told) -> None:
    workflow.report_compromise(account, actor=teacher)
    notices = Notification.objects.count()
    with pytest.raises(WrongState, match="reported already"):
        workflow.report_compromise(account, actor=admin)
    assert Incident.objects.count() == 1
    assert Notification.objects.count() == notices


def test_once_it_is_safe_again_it_can_be_reported_anew(account, teacher, admin, clock) -> None:
    first = workflow.report_compromise(account, actor=teacher)
    clock.move_to(clock.now + timedelta(hours=5))
    accounts.resume(account, actor=admin)
    account.refresh_from_db()
    assert selectors.compromise_going_on(account) is None
    clock.move_to(clock.now + timedelta(hours=5))
    second = workflow.report_compromise(account, actor=teacher)
    account.refresh_from_db()
    assert first != second
    assert selectors.compromise_going_on(account) == second


def test_suspended_for_something_else_it_stays_so_and_the_rest_is_done(
    make_account, admin, teacher, clock, told
) -> None:
    account = accounts.suspend(make_account(), actor=admin, reason="A quarrel among the posters.")
    clock.move_to(clock.now + timedelta(hours=1))
    incident = workflow.report_compromise(account, actor=teacher)
    account.refresh_from_db()
    assert "quarrel" in account.suspended_because
    assert selectors.compromise_going_on(account) == incident
    assert told()


@pytest.mark.parametrize("status", [Status.APPROVED, Status.CLOSED])
def test_there_is_nothing_to_stop_before_it_is_created_and_after_it_is_closed(make_account, admin, status) -> None:
    with pytest.raises(WrongState, match="nothing to stop"):
        workflow.report_compromise(make_account(status), actor=admin)
    assert not Incident.objects.exists()


def test_an_account_being_closed_is_reported_and_goes_on_being_closed(make_account, admin) -> None:
    account = make_account(Status.CLOSING)
    incident = workflow.report_compromise(account, actor=admin)
    account.refresh_from_db()
    assert account.status == Status.CLOSING
    assert selectors.compromise_going_on(account) == incident


def test_a_record_that_cannot_be_written_leaves_nothing(account, password, teacher, broken_record) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.report_compromise(account, actor=teacher)
    account.refresh_from_db()
    password.refresh_from_db()
    assert account.status == Status.LIVE
    assert password.compromised_at is None
    assert not Incident.objects.exists()
    assert not Notification.objects.exists()


# --- the pages


@pytest.fixture
def page(account):
    return reverse("incidents:report_compromise", kwargs={"pk": account.pk})


def test_two_presses_from_the_page_of_the_account(client, sign_in, account, password, teacher, head, page) -> None:
    sign_in(client, teacher)
    shown = client.get(account.get_absolute_url()).content.decode()
    assert f'href="{page}"' in shown
    assert "We have been hacked" in shown
    assert "who handle it" in client.get(page).content.decode()
    after = client.post(page, {}, follow=True)
    assert after.redirect_chain[-1][0] == f"{page}after/"
    words = after.content.decode()
    for expected in ("is stopped", password.label, head.full_name, "Your report", "waiting to be sent"):
        assert expected.lower() in words.lower()


def test_the_second_press_in_the_browser_leads_to_what_is_done_now(client, sign_in, account, teacher, page) -> None:
    sign_in(client, teacher)
    client.post(page, {})
    again = client.post(page, {}, follow=True)
    assert "It is reported already" in again.content.decode()
    assert Incident.objects.count() == 1


def test_the_page_says_who_was_told_by_mail_and_when(client, sign_in, account, admin, head, teacher, page) -> None:
    workflow.report_compromise(account, actor=teacher)
    Notification.objects.filter(recipient=admin).update(mail="sent", mail_sent_at=account.created_at)
    sign_in(client, admin)
    response = client.get(f"{page}after/")
    assert [notice.recipient for notice in response.context["told"]] == [admin, head, teacher]
    assert "Open Incident" in response.content.decode()


def test_whoever_does_not_see_the_account_does_not_see_the_page(client, sign_in, outsider, page) -> None:
    sign_in(client, outsider)
    assert client.get(page).status_code == 404
    assert client.post(page).status_code == 404
    assert client.get(f"{page}after/").status_code == 404


def test_before_the_press_and_after_it_is_over_the_page_leads_to_the_account(client, sign_in, admin, account, page):
    sign_in(client, admin)
    assert client.get(f"{page}after/").url == account.get_absolute_url()


def test_the_page_on_which_incidents_are_reported_leads_to_it(client, sign_in, teacher, account, page) -> None:
    sign_in(client, teacher)
    assert f'href="{page}"' in client.get(reverse("incidents:report")).content.decode()


def test_who_opened_a_password_in_an_emergency_is_not_for_those_who_run_it(
    account, password, teacher, head, deputy, admin, sign_in
) -> None:
    workflow.report_compromise(account, actor=teacher)
    vault.rotate(password, actor=admin, secret="quite-another-one")
    vault.break_glass(password, actor=deputy, reason="Nobody else is there")
    url = reverse("incidents:after_compromise", kwargs={"pk": account.pk})

    def page(person: User) -> str:
        return sign_in(Client(), person).get(url).content.decode()

    assert "Opened in an emergency" not in page(teacher)
    assert password.get_absolute_url() in page(teacher)
    assert "Opened in an emergency by Dev Deputy" in page(admin)


def test_for_whoever_is_named_in_it_nobody_reported_anything(
    client, sign_in, account, password, teacher, head, deputy, chair, page
) -> None:
    first = workflow.report_compromise(account, actor=head, what_happened=WORDS)
    workflow.name_person(first, teacher, actor=deputy, part="alleged")
    assert not Notification.objects.visible_to(teacher).filter(template="incidents.account_compromised").exists()
    sign_in(client, teacher)
    assert client.get(reverse("incidents:after_compromise", args=[account.pk])).url == account.get_absolute_url()
    assert "Hacked: what is done now" not in client.get(account.get_absolute_url()).content.decode()
    own = workflow.report_compromise(account, actor=teacher)
    account.refresh_from_db()
    assert own != first
    assert selectors.compromise_going_on(account, teacher) == own
