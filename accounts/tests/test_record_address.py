from collections.abc import Callable

import pytest
from django.test import Client

from accounts import workflow
from accounts.models import Account
from accounts.states import Status
from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from people.models import User


@pytest.fixture
def new(make_account: Callable[..., Account]) -> Account:
    return make_account(Status.PROVISIONING, handle="proposed")


def test_the_account_may_have_been_created_under_another_handle(new: Account, admin: User) -> None:
    account = workflow.record_address(new, actor=admin, handle="@StJudesReal", url="https://facebook.example/real")

    assert (account.handle, account.url) == ("StJudesReal", "https://facebook.example/real")
    assert Event.objects.filter(verb="accounts.record_address").count() == 1


def test_a_handle_that_another_account_has_is_refused(
    new: Account, make_account: Callable[..., Account], admin: User
) -> None:
    make_account(handle="Taken")

    with pytest.raises(InvalidInput):
        workflow.record_address(new, actor=admin, handle="taken", url="")


def test_administrators_alone(new: Account, teacher: User) -> None:
    with pytest.raises(NotAllowed):
        workflow.record_address(new, actor=teacher, handle="x", url="")


def test_only_while_it_is_being_created(account: Account, admin: User) -> None:
    with pytest.raises(WrongState):
        workflow.record_address(account, actor=admin, handle="x", url="")


def test_without_the_record_nothing_changes(new: Account, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.record_address(new, actor=admin, handle="other", url="")

    new.refresh_from_db()
    assert new.handle == "proposed"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,<script>", "ftp://x.example/y"])
def test_the_page_takes_web_addresses_only(
    client: Client, sign_in: Callable[[Client, User], Client], new: Account, admin: User, url: str
) -> None:
    sign_in(client, admin)

    page = client.post(f"/accounts/{new.pk}/address/", {"handle": "fine", "url": url})

    assert "starting with https://" in page.content.decode()
    new.refresh_from_db()
    assert new.url == ""
