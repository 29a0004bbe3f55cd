"""Putting right what the register says of an account, as far as SLT did not decide it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import workflow
from accounts.models import Account
from accounts.states import Status
from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from people.models import User

Make = Callable[..., Account]
SignIn = Callable[[Client, User], Client]


def right(**change: str) -> dict[str, Any]:
    said = {"name": "Friends of St Jude's", "handle": "StJudesFriends", "url": "", "platform_id": ""}
    return {**said, **change}


def test_a_handle_that_changed_is_put_right(account: Account, admin: User, teacher: User, outsider: User) -> None:
    account = workflow.correct_details(
        account, actor=admin, **right(handle="@FriendsStJudes", platform_id=" 100064812345678 ")
    )

    account.refresh_from_db()
    assert (account.handle, account.platform_id) == ("FriendsStJudes", "100064812345678")
    assert Event.objects.get(verb="accounts.correct_details").data == {"changed": "handle,platform_id"}
    assert [row.recipient for row in Notification.objects.filter(template="accounts.corrected")] == [teacher]


def test_a_new_name_alone_is_nobodys_news(account: Account, admin: User) -> None:
    workflow.correct_details(account, actor=admin, **right(name="Friends"))

    assert not Notification.objects.exists()


@pytest.mark.parametrize("role", ["head", "teacher", "dsl", "volunteer", "outsider"])
def test_only_an_administrator_corrects_it(account: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.correct_details(account, actor=request.getfixturevalue(role), **right(name="Mine"))

    account.refresh_from_db()
    assert account.name == "Friends of St Jude's"


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.CLOSED])
def test_while_slt_decides_and_after_its_end_it_stays(make_account: Make, admin: User, status: Status) -> None:
    with pytest.raises(WrongState):
        workflow.correct_details(make_account(status), actor=admin, **right())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"handle": "two words"}, "handle"),
        ({"handle": "taken"}, "handle"),
        ({"handle": ""}, "handle"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"platform_id": "two words"}, "platform_id"),
        ({"platform_id": "1" * 201}, "platform_id"),
        ({}, None),
    ],
)
def test_what_cannot_be_used_is_named(
    account: Account, make_account: Make, admin: User, change: dict[str, str], field: str | None
) -> None:
    make_account(handle="Taken")
    with pytest.raises(InvalidInput) as refusal:
        workflow.correct_details(account, actor=admin, **right(**change))

    assert refusal.value.field == field


def test_without_the_record_nothing_is_changed(account: Account, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.correct_details(account, actor=admin, **right(handle="Other"))

    account.refresh_from_db()
    assert account.handle == "StJudesFriends"
    assert not Notification.objects.exists()


def test_the_page_says_what_takes_a_business_case_and_changes_nothing_of_it(
    client: Client, sign_in: SignIn, account: Account, admin: User
) -> None:
    sign_in(client, admin)
    address = f"/accounts/{account.pk}/details/"
    page = client.get(address).content.decode()
    assert "start a new business case" in page
    assert "/applications/start/" in page

    client.post(address, {**right(name="Friends"), "platform": "x", "purpose": "Another", "openness": "closed"})
    account.refresh_from_db()
    assert (account.name, account.platform, account.purpose, account.openness) == ("Friends", "facebook", "", "open")
    history = client.get(f"/accounts/{account.pk}/").content.decode()
    assert "Ada Admin corrected in the register: name" in history


def test_the_page_keeps_what_was_typed_beside_what_is_wrong(
    client: Client, sign_in: SignIn, account: Account, admin: User
) -> None:
    page = sign_in(client, admin).post(f"/accounts/{account.pk}/details/", right(handle="two words"))

    assert page.status_code == 200
    assert "A handle is one word" in page.content.decode()
    assert "two words" in page.content.decode()
