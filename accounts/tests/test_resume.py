"""Using a suspended account again."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import checklist_states, workflow
from accounts.models import Account, Purpose, Tick
from accounts.states import Status
from accounts.vault import workflow as vault
from accounts.vault.models import Credential, Kind
from audit.models import Event
from conftest import NOW, Clock
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User


@pytest.fixture
def stopped(account: Account, teacher: User) -> Account:
    return workflow.suspend(account, actor=teacher, reason="Somebody posts in its name.")


@pytest.mark.parametrize("status", [Status.LIVE, Status.PROVISIONING, Status.UNDER_REVIEW])
@pytest.mark.parametrize("role", ["admin", "head"])
def test_it_goes_back_to_where_it_was(
    make_account: Callable[..., Account], teacher: User, status: Status, role: str, request: pytest.FixtureRequest
) -> None:
    account = workflow.suspend(make_account(status), actor=teacher, reason="Somebody posts in its name.")

    account = workflow.resume(account, actor=request.getfixturevalue(role))

    account.refresh_from_db()
    assert account.status == status
    assert (account.suspended_at, account.suspended_because, account.status_before) == (None, "", "")


@pytest.mark.parametrize("role", ["teacher", "dsl", "volunteer", "outsider", "leaver"])
def test_those_who_stopped_it_do_not_say_that_it_is_safe(
    stopped: Account, role: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotAllowed):
        workflow.resume(stopped, actor=request.getfixturevalue(role))


@pytest.mark.parametrize("status", [Status.LIVE, Status.APPROVED, Status.CLOSING, Status.CLOSED])
def test_only_a_suspended_account_is_used_again(
    make_account: Callable[..., Account], admin: User, status: Status
) -> None:
    with pytest.raises(WrongState):
        workflow.resume(make_account(status), actor=admin)


def test_it_is_refused_while_a_reported_password_is_not_changed(
    stopped: Account, password: Credential, admin: User, clock: Clock
) -> None:
    vault.report_compromise(stopped, actor=admin)

    with pytest.raises(WrongState, match=f"a change of “{password.label}”"):
        workflow.resume(stopped, actor=admin)

    clock.move_to(NOW.replace(hour=11))
    vault.rotate(password, actor=admin, secret="another-correct-horse")
    assert workflow.resume(stopped, actor=admin).status == Status.LIVE


def test_an_address_that_was_reported_does_not_keep_it_stopped(stopped: Account, admin: User) -> None:
    vault.store(stopped, actor=admin, kind=Kind.RECOVERY_EMAIL, label="", secret="office@stjudes.example")
    vault.report_compromise(stopped, actor=admin)

    assert workflow.resume(stopped, actor=admin).status == Status.LIVE


def test_a_checklist_that_was_begun_is_finished_first(stopped: Account, admin: User, teacher: User) -> None:
    first, *others = checklist_states.to_tick(stopped, Purpose.HACKED)
    workflow.tick_step(stopped, first, actor=teacher, purpose=Purpose.HACKED)

    with pytest.raises(WrongState, match="not safe yet"):
        workflow.resume(stopped, actor=admin)
    workflow.untick_step(stopped, first, actor=teacher, purpose=Purpose.HACKED)
    for key in [first, *others]:
        workflow.tick_step(stopped, key, actor=teacher, purpose=Purpose.HACKED)
    workflow.resume(stopped, actor=admin)

    assert not Tick.objects.filter(ended_at=None).exists()
    assert Event.objects.get(verb="accounts.resume", refused=False).data == {
        "from": "suspended", "to": "live", "ticks": 1 + len(others),
    }  # fmt: skip


def test_those_near_it_are_told(stopped: Account, admin: User, teacher: User) -> None:
    workflow.resume(stopped, actor=admin)

    row = Notification.objects.get(template="accounts.resumed")
    assert (row.recipient, row.params["state"]) == (teacher, "Live")


def test_without_the_record_it_stays_stopped(stopped: Account, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.resume(stopped, actor=admin)

    stopped.refresh_from_db()
    assert stopped.status == Status.SUSPENDED
    assert not Notification.objects.filter(template="accounts.resumed").exists()


def test_the_checklist_is_closed_while_the_account_is_used(account: Account, admin: User) -> None:
    with pytest.raises(WrongState):
        workflow.tick_step(account, "get_in", actor=admin, purpose=Purpose.HACKED)


@pytest.mark.parametrize("role", ["teacher2", "outsider", "chair"])
def test_nobody_else_ticks_it(stopped: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.tick_step(stopped, "get_in", actor=request.getfixturevalue(role), purpose=Purpose.HACKED)


def test_there_is_no_other_checklist_and_no_other_step(stopped: Account, admin: User) -> None:
    for purpose, key in ((Purpose.HAND_OVER, "new_in"), ("dance", "get_in"), (Purpose.HACKED, "announced")):
        with pytest.raises(InvalidInput):
            workflow.tick_step(stopped, key, actor=admin, purpose=purpose)


def test_the_pages_lead_from_the_checklist_to_using_it_again(
    client: Client, sign_in: Callable[[Client, User], Client], stopped: Account, admin: User, password: Credential
) -> None:
    sign_in(client, admin)
    vault.report_compromise(stopped, actor=admin)
    place = f"/accounts/{stopped.pk}/hacked/"

    page = client.get(place).content.decode()
    assert password.get_absolute_url() in page
    assert 'href="https://www.facebook.com/hacked"' in page
    assert f"/accounts/{stopped.pk}/resume/" not in page
    vault.retire(password, actor=admin)
    for key in checklist_states.to_tick(stopped, Purpose.HACKED):
        answer = client.post(f"/accounts/{stopped.pk}/tick/", {"purpose": "hacked", "step": key})
        assert answer.headers["Location"] == place
    assert f"/accounts/{stopped.pk}/resume/" in client.get(place).content.decode()
    assert "“Live” again" in client.get(f"/accounts/{stopped.pk}/resume/").content.decode()
    client.post(f"/accounts/{stopped.pk}/resume/")

    stopped.refresh_from_db()
    assert stopped.status == Status.LIVE
    assert "The account is not suspended" in client.get(place).content.decode()


def test_a_runner_is_told_who_says_that_it_is_safe(
    client: Client, sign_in: Callable[[Client, User], Client], stopped: Account, teacher: User
) -> None:
    sign_in(client, teacher)

    assert "It is done" in client.get(f"/accounts/{stopped.pk}/hacked/").content.decode()
    assert client.get(f"/accounts/{stopped.pk}/resume/").status_code == 403
