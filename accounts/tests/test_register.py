"""The register and an account's page: who finds what, and what is shown."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts import selectors
from accounts.models import Account, Runner
from accounts.states import Status
from accounts.vault import workflow as vault
from accounts.vault.models import Credential
from conftest import NOW
from core.errors import InvalidInput
from people.models import User

SignIn = Callable[[Client, User], Client]


@pytest.mark.parametrize("role", ["head", "deputy", "admin", "dsl"])
def test_those_who_oversee_see_every_account(account: Account, role: str, request: pytest.FixtureRequest) -> None:
    assert account in Account.objects.visible_to(request.getfixturevalue(role))


@pytest.mark.parametrize("role", ["outsider", "teacher2", "volunteer", "chair"])
def test_others_see_those_that_they_run(account: Account, role: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(role)
    assert account not in Account.objects.visible_to(person)

    Runner.objects.create(account=account, person=person, from_at=NOW)

    assert account in Account.objects.visible_to(person)


def test_who_no_longer_runs_it_no_longer_sees_it(account: Account, teacher: User) -> None:
    account.runners.update(until_at=NOW)

    assert account not in Account.objects.visible_to(teacher)


def test_an_account_out_of_sight_does_not_exist(
    client: Client, sign_in: SignIn, account: Account, outsider: User
) -> None:
    sign_in(client, outsider)

    assert client.get(f"/accounts/{account.pk}/").status_code == 404
    assert account.name not in client.get("/accounts/").content.decode()


def test_nobody_sees_the_register_without_signing_in(client: Client, account: Account, school: object) -> None:
    assert client.get("/accounts/").status_code == 302
    assert client.get(f"/accounts/{account.pk}/").status_code == 302


def test_the_register_filters_by_the_address(
    client: Client, sign_in: SignIn, make_account: Callable[..., Account], admin: User
) -> None:
    make_account(name="Friends", handle="StJudesFriends")
    make_account(Status.PROVISIONING, name="Library", platform="x", handle="StJudesReads")
    sign_in(client, admin)

    def shown(query: str) -> set[str]:
        page = client.get(f"/accounts/?{query}").content.decode()
        return {name for name in ("Friends", "Library") if f">{name}</a>" in page}

    assert shown("") == {"Friends", "Library"}
    assert shown("platform=x") == {"Library"}
    assert shown("state=live") == {"Friends"}
    assert shown("q=%40stjudesfr") == {"Friends"}
    assert shown("q=nothing") == set()
    assert shown("state=nonsense") == {"Friends", "Library"}


def test_the_account_page_shows_state_mandate_runners_and_history(
    client: Client, sign_in: SignIn, account: Account, password: Credential, admin: User, teacher: User
) -> None:
    page = sign_in(client, admin).get(f"/accounts/{account.pk}/").content.decode()

    assert "Live" in page
    assert "revision 2" in page
    assert "Helen Head" in page
    assert teacher.full_name in page
    assert "Ada Admin put a secret into the vault" in page
    assert "••••" in page
    assert "correct-horse-battery" not in page


def test_runners_do_not_read_who_looked_at_the_password(
    client: Client, sign_in: SignIn, account: Account, password: Credential, admin: User, teacher: User
) -> None:
    vault.reveal(password, actor=admin, reason="Signing in")

    assert "looked at a secret" in sign_in(client, admin).get(f"/accounts/{account.pk}/").content.decode()
    assert "looked at a secret" not in sign_in(Client(), teacher).get(f"/accounts/{account.pk}/").content.decode()


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_was_typed_is_shown_as_text(
    client: Client, sign_in: SignIn, make_account: Callable[..., Account], admin: User, attack: str
) -> None:
    account = make_account(name=attack, purpose=attack, audience=attack)
    sign_in(client, admin)

    for address in ("/accounts/", f"/accounts/{account.pk}/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize(
    "text",
    ["facebook:StJudesFriends", "facebook:@stjudesfriends", "Facebook:STJUDESFRIENDS", " facebook : @StJudesFriends "],
)
def test_an_account_is_found_by_platform_and_handle(account: Account, text: str) -> None:
    assert selectors.by_platform_handle(text) == account


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("StJudesFriends", "PLATFORM:HANDLE"),
        ("facebook:", "PLATFORM:HANDLE"),
        (":x", "PLATFORM:HANDLE"),
        ("friendster:StJudesFriends", "mastodon"),
        ("facebook:Nobody", "facebook:StJudesFriends"),
        ("x:StJudesFriends", "none"),
    ],
)
def test_a_name_that_is_none_is_told_what_to_write(account: Account, text: str, words: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        selectors.by_platform_handle(text)

    assert words in refusal.value.reason


def test_a_closed_account_is_not_found(make_account: Callable[..., Account]) -> None:
    make_account(Status.CLOSED, handle="Gone")

    with pytest.raises(InvalidInput):
        selectors.by_platform_handle("facebook:Gone")
