from collections.abc import Callable

import pytest
from django.test import Client

from accounts import checklists, workflow
from accounts import views as _views  # noqa: F401  (registers what Today shows)
from accounts.models import Account, Purpose
from accounts.states import Status
from accounts.vault import workflow as vault
from audit.models import Event
from conftest import NOW, Clock
from core.errors import NotAllowed, WrongState
from core.registry import needs_of
from notifications.models import Notification
from people.models import User


@pytest.fixture
def finished(
    make_account: Callable[..., Account],
    tick_all: Callable[[Account], None],
    admin: User,
    teacher: User,
    teacher2: User,
) -> Account:
    """Everything is done but the last click."""
    account = make_account(Status.PROVISIONING, name="Year 4", runners=(teacher, teacher2))
    tick_all(account)
    vault.store(account, actor=admin, kind="password", label="", secret="a long secret")
    return account


def test_it_is_live_and_counted_from_now_on(finished: Account, admin: User) -> None:
    account = workflow.finish_provisioning(finished, actor=admin)

    assert account.status == Status.LIVE
    assert account.provisioned_at == account.monitored_from == NOW


def test_an_account_watched_already_keeps_the_day_from_which_it_counts(
    finished: Account, admin: User, clock: Clock
) -> None:
    earlier = NOW.replace(day=2)
    Account.objects.filter(pk=finished.pk).update(monitored_from=earlier)

    assert workflow.finish_provisioning(finished, actor=admin).monitored_from == earlier


def test_those_who_run_it_are_told_and_it_is_on_the_record(
    finished: Account, admin: User, teacher: User, teacher2: User
) -> None:
    workflow.finish_provisioning(finished, actor=admin)

    told = Notification.objects.filter(template="accounts.live")
    assert {row.recipient for row in told} == {teacher, teacher2}
    event = Event.objects.get(verb="accounts.finish_provisioning")
    assert event.data == {"from": "provisioning", "to": "live"}


def test_what_is_missing_is_said(make_account: Callable[..., Account], admin: User) -> None:
    account = make_account(Status.PROVISIONING, handle="")

    with pytest.raises(WrongState) as refusal:
        workflow.finish_provisioning(account, actor=admin)

    assert "handle" in refusal.value.reason
    assert "password is in the vault" in refusal.value.reason
    assert "second step" in refusal.value.reason


def test_a_checklist_without_the_password_is_not_finished(
    make_account: Callable[..., Account], tick_all: Callable[[Account], None], admin: User
) -> None:
    account = make_account(Status.PROVISIONING)
    tick_all(account)

    with pytest.raises(WrongState) as refusal:
        workflow.finish_provisioning(account, actor=admin)

    assert refusal.value.reason.count("“") == 1
    account.refresh_from_db()
    assert account.status == Status.PROVISIONING


@pytest.mark.parametrize("role", ["head", "teacher", "outsider"])
def test_administrators_alone_finish(finished: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.finish_provisioning(finished, actor=request.getfixturevalue(role))


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.LIVE, Status.CLOSED])
def test_no_other_state_becomes_live(make_account: Callable[..., Account], admin: User, status: Status) -> None:
    with pytest.raises(WrongState):
        workflow.finish_provisioning(make_account(status), actor=admin)


def test_without_the_record_it_is_not_live(finished: Account, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.finish_provisioning(finished, actor=admin)

    finished.refresh_from_db()
    assert finished.status == Status.PROVISIONING
    assert not Notification.objects.filter(template="accounts.live").exists()


def test_the_page_has_the_button_only_when_everything_is_done(
    client: Client,
    sign_in: Callable[[Client, User], Client],
    finished: Account,
    make_account: Callable[..., Account],
    admin: User,
) -> None:
    sign_in(client, admin)
    unfinished = make_account(Status.PROVISIONING, handle="")

    page = client.get(f"/accounts/{unfinished.pk}/provision/").content.decode()
    assert "the handle under which it is found" in page
    assert "make it live" not in page

    assert "make it live" in client.get(f"/accounts/{finished.pk}/provision/").content.decode()
    answer = client.post(f"/accounts/{finished.pk}/finish/", follow=True)
    assert "is live" in answer.content.decode()
    finished.refresh_from_db()
    assert finished.status == Status.LIVE


def test_today_says_to_administrators_how_far_the_checklist_is(finished: Account, admin: User, teacher: User) -> None:
    steps = len(checklists.steps(finished.platform, Purpose.SET_UP))

    assert f"Create the account Year 4 (Facebook): {steps} of {steps} steps done" in [
        need.sentence for need in needs_of(admin)
    ]
    assert not [need for need in needs_of(teacher) if need.url == finished.provision_url()]
