"""Stopping an account at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import workflow
from accounts.models import Account, Purpose, Tick
from accounts.states import Status
from audit.models import Event
from conftest import NOW, Clock
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User

WHY = "Somebody posts in its name."


@pytest.mark.parametrize("status", [Status.LIVE, Status.PROVISIONING, Status.UNDER_REVIEW])
def test_an_account_is_stopped_and_knows_where_it_was(
    make_account: Callable[..., Account], admin: User, status: Status
) -> None:
    account = workflow.suspend(make_account(status), actor=admin, reason=f" {WHY} ")

    account.refresh_from_db()
    assert (account.status, account.status_before) == (Status.SUSPENDED, status)
    assert (account.suspended_at, account.suspended_because) == (NOW, WHY)


@pytest.mark.parametrize("role", ["head", "admin", "dsl", "teacher"])
def test_whoever_oversees_or_runs_it_stops_it(account: Account, role: str, request: pytest.FixtureRequest) -> None:
    assert workflow.suspend(account, actor=request.getfixturevalue(role), reason=WHY).status == Status.SUSPENDED


@pytest.mark.parametrize("role", ["teacher2", "volunteer", "outsider", "leaver", "chair"])
def test_nobody_else_does(account: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.suspend(account, actor=request.getfixturevalue(role), reason=WHY)

    account.refresh_from_db()
    assert account.status == Status.LIVE
    assert Event.objects.get().refused


@pytest.mark.parametrize("status", [Status.APPROVED, Status.SUSPENDED, Status.CLOSING, Status.CLOSED])
def test_what_is_not_used_is_not_stopped(make_account: Callable[..., Account], admin: User, status: Status) -> None:
    with pytest.raises(WrongState):
        workflow.suspend(make_account(status), actor=admin, reason=WHY)


def test_it_needs_a_reason(account: Account, admin: User) -> None:
    with pytest.raises(InvalidInput):
        workflow.suspend(account, actor=admin, reason="  oh ")


def test_those_near_it_are_told_and_the_record_holds_no_reason(
    account: Account, teacher: User, admin: User, admin2: User, clock: Clock
) -> None:
    workflow.suspend(account, actor=admin, reason=WHY)

    told = Notification.objects.filter(template="accounts.suspended")
    assert {row.recipient for row in told} == {teacher, admin2}
    assert WHY not in str(told[0].params)
    event = Event.objects.get(verb="accounts.suspend")
    assert event.data == {"from": "live", "to": "suspended"}

    workflow.resume(account, actor=admin)
    clock.move_to(NOW.replace(hour=11))
    workflow.suspend(account, actor=admin, reason=WHY)
    assert told.all().count() == 4  # a second time is told again


def test_ticks_of_an_earlier_time_are_over(account: Account, admin: User) -> None:
    Tick.objects.create(account=account, purpose=Purpose.HACKED, key="get_in", done_by=admin, done_at=NOW)

    workflow.suspend(account, actor=admin, reason=WHY)

    assert Tick.objects.get().ended_at == NOW


def test_without_the_record_it_stays_live(account: Account, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.suspend(account, actor=admin, reason=WHY)

    account.refresh_from_db()
    assert (account.status, account.suspended_because) == (Status.LIVE, "")
    assert not Notification.objects.exists()


def test_the_page_asks_first(
    client: Client, sign_in: Callable[[Client, User], Client], account: Account, teacher: User
) -> None:
    sign_in(client, teacher)

    assert f"/accounts/{account.pk}/suspend/" in client.get(f"/accounts/{account.pk}/").content.decode()
    assert "told to post nothing" in client.get(f"/accounts/{account.pk}/suspend/").content.decode()
    assert "Say why" in client.post(f"/accounts/{account.pk}/suspend/", {"reason": ""}).content.decode()
    page = client.post(f"/accounts/{account.pk}/suspend/", {"reason": WHY}, follow=True).content.decode()

    assert WHY in page
    assert "Checklist for a hacked account" in page
    assert f"/accounts/{account.pk}/resume/" not in page
