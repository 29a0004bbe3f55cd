from collections.abc import Callable

import pytest
from django.test import Client

from accounts import workflow
from accounts.models import Account
from accounts.states import Status
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User

WHY = "The platform closed down."


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.PROVISIONING, Status.LIVE])
def test_an_account_that_is_not_used_any_more_is_closed(
    make_account: Callable[..., Account], admin: User, status: Status
) -> None:
    account = workflow.close_account(make_account(status), actor=admin, reason=WHY)

    assert account.status == Status.CLOSED
    assert (account.closed_at, account.closed_because) == (NOW, WHY)


def test_those_who_run_it_are_told_and_the_record_holds_no_reason(account: Account, head: User, teacher: User) -> None:
    workflow.close_account(account, actor=head, reason=WHY)

    assert Notification.objects.get(template="accounts.closed").recipient == teacher
    assert WHY not in str(Event.objects.get(verb="accounts.close_account").data)


@pytest.mark.parametrize("role", ["teacher", "dsl", "outsider"])
def test_others_close_nothing(account: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.close_account(account, actor=request.getfixturevalue(role), reason=WHY)


def test_it_is_closed_once(make_account: Callable[..., Account], admin: User) -> None:
    with pytest.raises(WrongState):
        workflow.close_account(make_account(Status.CLOSED), actor=admin, reason=WHY)


def test_it_needs_a_reason(account: Account, admin: User) -> None:
    with pytest.raises(InvalidInput):
        workflow.close_account(account, actor=admin, reason=" no ")


def test_without_the_record_it_stays_open(account: Account, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.close_account(account, actor=admin, reason=WHY)

    account.refresh_from_db()
    assert account.status == Status.LIVE
    assert not Notification.objects.exists()


def test_the_page_asks_first(
    client: Client, sign_in: Callable[[Client, User], Client], account: Account, admin: User, teacher: User
) -> None:
    sign_in(client, admin)
    assert "Everything recorded about it stays" in client.get(f"/accounts/{account.pk}/close/").content.decode()

    client.post(f"/accounts/{account.pk}/close/", {"reason": WHY})

    account.refresh_from_db()
    assert account.status == Status.CLOSED
    assert WHY in client.get(f"/accounts/{account.pk}/").content.decode()
    assert sign_in(Client(), teacher).get(f"/accounts/{account.pk}/close/").status_code == 403
