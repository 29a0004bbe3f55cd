"""Who runs an account after SLT approved it: add_runner, remove_runner, change_lead, and a handover's replace."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts import workflow
from accounts.models import Account, Runner
from accounts.states import Status
from accounts.vault import workflow as vault
from accounts.vault.models import Credential
from accounts.workflow import running
from audit import workflow as audit
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User
from policy.models import TrainingRecord

Make = Callable[..., Account]
Ready = Callable[..., None]
SignIn = Callable[[Client, User], Client]


@pytest.fixture
def account(make_account: Make, make_ready: Ready, teacher: User, teacher2: User, volunteer: User) -> Account:
    """Live; the class teacher leads it, a colleague runs it with them; the volunteer is ready, too."""
    make_ready(teacher, teacher2, volunteer)
    return make_account(name="Friends", runners=(teacher, teacher2))


def told(template: str) -> set[str]:
    rows = Notification.objects.filter(template=f"accounts.{template}").select_related("recipient")
    return {row.recipient.full_name for row in rows}


def names(account: Account) -> list[str]:
    return [person.first_name for person in account.runners_now()]


def test_an_administrator_names_somebody_more(account: Account, admin: User, volunteer: User) -> None:
    workflow.add_runner(account, volunteer, actor=admin)

    assert account.is_run_by(volunteer)
    assert not account.is_led_by(volunteer)


def test_slt_the_lead_and_the_person_are_told_and_it_is_on_the_record(
    account: Account, admin: User, head: User, volunteer: User, outsider: User
) -> None:
    workflow.add_runner(account, volunteer, actor=admin)

    assert told("runs_now") == {"Vera Volunteer"}
    assert told("runners_changed") == {"Helen Head", "Tom Teacher"}
    assert Event.objects.get(verb="accounts.add_runner").data == {"person": volunteer.pk, "lead": False}


def test_a_new_lead_leaves_the_old_one_among_the_others(
    account: Account, admin: User, head: User, make_ready: Ready
) -> None:
    make_ready(head)
    workflow.add_runner(account, head, actor=admin, as_lead=True)

    assert names(account)[0] == "Helen"
    assert set(names(account)) == {"Helen", "Tom", "Tara"}
    assert told("leads_now") == {"Helen Head"}


@pytest.mark.parametrize("role", ["head", "teacher", "dsl", "volunteer", "outsider"])
def test_nobody_else_says_who_runs_it(account: Account, role: str, request: pytest.FixtureRequest) -> None:
    actor, somebody = request.getfixturevalue(role), request.getfixturevalue("volunteer")
    runner, lead = request.getfixturevalue("teacher2"), request.getfixturevalue("teacher")

    for act in (
        lambda: workflow.add_runner(account, somebody, actor=actor),
        lambda: workflow.remove_runner(account, runner, actor=actor),
        lambda: workflow.change_lead(account, runner, actor=actor),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert names(account) == ["Tom", "Tara"]
    assert account.is_led_by(lead)
    assert Event.objects.filter(refused=True).count() == 3


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.CLOSED])
def test_it_is_changed_only_between_approval_and_end(
    make_account: Make, make_ready: Ready, admin: User, teacher: User, teacher2: User, volunteer: User, status: Status
) -> None:
    make_ready(teacher2, volunteer)
    account = make_account(status, runners=(teacher, teacher2))

    with pytest.raises(WrongState):
        workflow.add_runner(account, volunteer, actor=admin)
    with pytest.raises(WrongState):
        workflow.remove_runner(account, teacher2, actor=admin)
    with pytest.raises(WrongState):
        workflow.change_lead(account, teacher2, actor=admin)


def test_who_is_not_ready_is_not_named_and_the_refusal_says_what_is_missing(
    account: Account, admin: User, outsider: User, volunteer: User
) -> None:
    with pytest.raises(InvalidInput, match="read and acknowledge the policy, and take the training"):
        workflow.add_runner(account, outsider, actor=admin)
    TrainingRecord.objects.filter(person=volunteer).update(valid_until=NOW.date() - timedelta(days=1))
    with pytest.raises(InvalidInput, match="ran out"):
        workflow.add_runner(account, volunteer, actor=admin)

    assert names(account) == ["Tom", "Tara"]


def test_who_left_is_not_named_nor_somebody_twice(
    account: Account, admin: User, make_ready: Ready, leaver: User, teacher2: User
) -> None:
    make_ready(leaver)

    with pytest.raises(InvalidInput, match="not active"):
        workflow.add_runner(account, leaver, actor=admin)
    with pytest.raises(InvalidInput, match="already"):
        workflow.add_runner(account, teacher2, actor=admin)


def test_a_volunteer_is_never_the_lead(account: Account, admin: User, volunteer: User) -> None:
    with pytest.raises(InvalidInput, match="member of staff"):
        workflow.add_runner(account, volunteer, actor=admin, as_lead=True)
    workflow.add_runner(account, volunteer, actor=admin)
    with pytest.raises(InvalidInput, match="member of staff"):
        workflow.change_lead(account, volunteer, actor=admin)


def test_who_is_taken_away_sees_it_no_more_and_is_told(
    account: Account, admin: User, head: User, teacher2: User
) -> None:
    workflow.remove_runner(account, teacher2, actor=admin)

    assert account not in Account.objects.visible_to(teacher2)
    assert account.runners.get(person=teacher2).until_at == NOW  # it stays known that they did
    assert told("runs_no_more") == {"Tara Teacher"}
    assert told("runners_changed") == {"Helen Head", "Tom Teacher"}
    assert Event.objects.get(verb="accounts.remove_runner").data == {"person": teacher2.pk}


def test_the_lead_stays_until_there_is_another(account: Account, admin: User, teacher: User, teacher2: User) -> None:
    with pytest.raises(WrongState, match="somebody else its lead first"):
        workflow.remove_runner(account, teacher, actor=admin)

    workflow.change_lead(account, teacher2, actor=admin)
    workflow.remove_runner(account, teacher, actor=admin)

    assert account.lead_now() == teacher2
    assert names(account) == ["Tara"]


def test_changing_the_lead_keeps_both(account: Account, admin: User, head: User, teacher2: User) -> None:
    Runner.objects.filter(person=teacher2).update(unready_since=NOW)
    workflow.change_lead(account, teacher2, actor=admin)

    assert names(account) == ["Tara", "Tom"]
    assert told("leads_now") == {"Tara Teacher"}
    # What was told of their readiness is not told again because the row is new.
    assert account.runners.get(person=teacher2, until_at=None).unready_since == NOW
    with pytest.raises(WrongState, match="already"):
        workflow.change_lead(account, teacher2, actor=admin)


def test_only_somebody_who_runs_it_leads_it_or_is_taken_away(account: Account, admin: User, volunteer: User) -> None:
    with pytest.raises(InvalidInput):
        workflow.change_lead(account, volunteer, actor=admin)
    with pytest.raises(InvalidInput):
        workflow.remove_runner(account, volunteer, actor=admin)


def test_without_the_record_nothing_is_changed(
    account: Account, admin: User, volunteer: User, teacher2: User, broken_record: None
) -> None:
    for act in (
        lambda: workflow.add_runner(account, volunteer, actor=admin),
        lambda: workflow.remove_runner(account, teacher2, actor=admin),
        lambda: workflow.change_lead(account, teacher2, actor=admin),
    ):
        with pytest.raises(OSError, match="record"):
            act()

    assert names(account) == ["Tom", "Tara"]
    assert not Notification.objects.exists()


@pytest.fixture
def replace(admin: User) -> Callable[..., None]:
    """As a handover calls it: within a verb of its own."""
    audit.register("tests.hand_over", "handed over")

    def replaced(account: Account, leaver: User, successor: User | None) -> None:
        with audit.unit("tests.hand_over", actor=admin):
            running.replace(account, leaver, successor)

    return replaced


def test_a_handover_puts_the_successor_in_the_leads_place(
    account: Account, replace: Callable[..., None], teacher: User, outsider: User
) -> None:
    replace(account, teacher, outsider)

    assert account.lead_now() == outsider
    assert names(account) == ["Olive", "Tara"]


def test_a_successor_who_runs_it_already_takes_over_the_lead(
    account: Account, replace: Callable[..., None], teacher: User, teacher2: User
) -> None:
    replace(account, teacher, teacher2)

    assert account.lead_now() == teacher2
    assert names(account) == ["Tara"]


def test_one_of_the_others_is_replaced_or_not(
    account: Account, replace: Callable[..., None], teacher: User, teacher2: User, outsider: User
) -> None:
    replace(account, teacher2, outsider)
    assert names(account) == ["Tom", "Olive"]

    replace(account, outsider, None)
    assert names(account) == ["Tom"]
    account.refresh_from_db()
    assert account.few_since == NOW


# --- The pages


def test_the_page_finds_people_and_says_what_they_lack(
    client: Client, sign_in: SignIn, account: Account, admin: User, volunteer: User, outsider: User
) -> None:
    sign_in(client, admin)
    page = client.get(f"/accounts/{account.pk}/runners/?q=vera").content.decode()
    assert "Vera Volunteer" in page
    assert "Olive Outsider" not in page

    page = client.get(f"/accounts/{account.pk}/runners/").content.decode()
    assert "First they must read and acknowledge the policy, and take the training." in page
    assert f'name="person" value="{outsider.pk}"' not in page  # no button for who is not ready


def test_adding_by_the_page(
    client: Client, sign_in: SignIn, account: Account, admin: User, volunteer: User, outsider: User
) -> None:
    sign_in(client, admin)
    client.post(f"/accounts/{account.pk}/runners/add/", {"person": volunteer.pk})
    assert account.is_run_by(volunteer)

    page = client.post(f"/accounts/{account.pk}/runners/add/", {"person": outsider.pk}, follow=True).content.decode()
    assert "Olive Outsider is not ready to run an account" in page
    for nonsense in ("", "x", "9" * 30, "²"):
        assert client.post(f"/accounts/{account.pk}/runners/add/", {"person": nonsense}).status_code == 404


def test_taking_away_asks_first_and_names_what_must_be_changed(
    client: Client, sign_in: SignIn, account: Account, admin: User, teacher2: User
) -> None:
    secret = vault.store(account, actor=admin, kind="password", label="", username="f", secret="correct-horse-battery")
    know(secret, teacher2, admin)
    sign_in(client, admin)
    address = f"/accounts/{account.pk}/runners/{teacher2.pk}/remove/"

    page = client.get(address).content.decode()
    assert "Tara knows the password" in page
    assert "The account is run by 1 member of staff then." in page
    assert account.is_run_by(teacher2)

    assert client.post(address).status_code == 302
    assert not account.is_run_by(teacher2)
    assert client.get(address).status_code == 404


def know(secret: Credential, person: User, admin: User) -> None:
    vault.grant(secret, person, actor=admin, until=NOW.date() + timedelta(days=30))
    vault.reveal(secret, actor=person, reason="Signing in")


def test_another_lead_by_the_page(
    client: Client, sign_in: SignIn, account: Account, admin: User, teacher2: User
) -> None:
    sign_in(client, admin)
    address = f"/accounts/{account.pk}/runners/{teacher2.pk}/lead/"

    assert "Tom Teacher goes on running it" in client.get(address).content.decode()
    client.post(address)

    assert account.lead_now() == teacher2
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert "Ada Admin made Tara Teacher its lead" in page
