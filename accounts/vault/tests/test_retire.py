"""Giving a secret up: it is kept sealed, and nobody but an Administrator sees it again (R2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.conftest import SECRET
from accounts.models import Account
from accounts.states import Status
from accounts.vault import workflow
from accounts.vault.models import Credential, Grant
from accounts.vault.selectors import password_stored
from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed, WrongState
from people.models import User

SignIn = Callable[[Client, User], Client]


def test_it_is_kept_sealed_and_says_who_gave_it_up(password: Credential, admin2: User) -> None:
    workflow.retire(password, actor=admin2)

    password.refresh_from_db()
    assert (password.retired_by, password.retired_at) == (admin2, NOW)
    assert password.versions.get().status == "current"
    assert Event.objects.get(verb="vault.retire").data == {"account": password.account_id, "grants_ended": 0}
    assert workflow.reveal(password, actor=admin2, reason="For the police")


def test_a_runner_who_was_given_it_sees_it_no_more(
    password: Credential, admin: User, teacher: User, make_ready: Callable[..., None]
) -> None:
    make_ready(teacher)
    workflow.grant(password, teacher, actor=admin, until=NOW.date() + timedelta(days=9))
    workflow.retire(password, actor=admin)

    assert not Grant.objects.in_force().exists()
    with pytest.raises(NotAllowed):
        workflow.reveal(password, actor=teacher, reason="Signing in")


def test_a_change_that_waits_is_cancelled(password: Credential, admin: User) -> None:
    workflow.begin_rotation(password, actor=admin)
    workflow.retire(password, actor=admin)

    assert set(password.versions.values_list("status", flat=True)) == {"current", "cancelled"}


@pytest.mark.parametrize("role", ["head", "teacher", "dsl", "outsider", "volunteer", "leaver"])
def test_others_give_nothing_up(password: Credential, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        workflow.retire(password, actor=request.getfixturevalue(role))

    password.refresh_from_db()
    assert password.retired_at is None
    assert Event.objects.filter(verb="vault.retire", refused=True).count() == 1


def test_slt_may_once_the_account_is_being_closed(
    make_account: Callable[..., Account], admin: User, head: User
) -> None:
    account = make_account(Status.CLOSING)
    kept = [
        workflow.store(account, actor=admin, kind="password", label="", secret="one-password"),
        workflow.store(account, actor=admin, kind="note", label="", secret="The cat is called Tom"),
    ]

    assert workflow.retire_all(account, actor=head) == 2
    assert workflow.retire_all(account, actor=head) == 0
    assert {one.retired_by for one in Credential.objects.of(account)} == {head}
    assert Event.objects.filter(verb="vault.retire").count() == len(kept)


def test_it_is_given_up_once(password: Credential, admin: User) -> None:
    workflow.retire(password, actor=admin)

    with pytest.raises(WrongState):
        workflow.retire(password, actor=admin)


def test_its_name_is_free_again_and_it_no_longer_counts_as_the_password(
    account: Account, password: Credential, admin: User
) -> None:
    workflow.retire(password, actor=admin)
    assert password_stored(account) is None

    new = workflow.store(account, actor=admin, kind="password", label="", secret="another-one")
    assert new.label == password.label


def test_without_the_record_it_stays(password: Credential, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        workflow.retire(password, actor=admin)

    password.refresh_from_db()
    assert password.retired_at is None


# --- The page ---------------------------------------------------------------------------------------


def test_the_page_asks_then_the_lists_show_it_apart(
    client: Client, sign_in: SignIn, password: Credential, admin: User
) -> None:
    sign_in(client, admin)
    address = f"/vault/{password.pk}/retire/"

    assert "Give up" in client.get(address).content.decode()
    password.refresh_from_db()
    assert password.retired_at is None

    assert "was given up" in client.post(address, follow=True).content.decode()
    row = f'href="/vault/{password.pk}/"'
    assert row not in client.get("/vault/").content.decode()
    assert row in client.get("/vault/?show=given_up").content.decode()
    assert "Given up (1)" in client.get(f"/vault/account/{password.account_id}/").content.decode()


def test_who_may_not_is_told_why(
    client: Client, sign_in: SignIn, password: Credential, teacher: User, outsider: User
) -> None:
    assert sign_in(client, teacher).get(f"/vault/{password.pk}/retire/").status_code == 403
    assert sign_in(Client(), outsider).post(f"/vault/{password.pk}/retire/").status_code == 404


def test_giving_it_up_and_putting_it_in_again_is_no_change(password: Credential, admin: User) -> None:
    """Else a hacked account would be free again with the password that somebody else has."""
    workflow.report_compromise(password.account, actor=admin)
    workflow.retire(password, actor=admin)

    with pytest.raises(InvalidInput, match="would change nothing"):
        workflow.store(password.account, actor=admin, kind="password", label="", secret=SECRET)
    assert workflow.store(password.account, actor=admin, kind="password", label="", secret="quite-another-one")
