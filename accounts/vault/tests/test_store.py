from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Account
from accounts.states import Status
from accounts.vault import workflow
from accounts.vault.models import Credential, Exposure, SecretVersion
from audit.models import Event
from core.errors import InvalidInput, NotAllowed
from people.models import User

SignIn = Callable[[Client, User], Client]
SECRET = "  a secret with spaces  "


def put(account: Account, actor: User, **change: str) -> Credential:
    return workflow.store(account, actor=actor, **{"kind": "password", "label": "", "secret": SECRET, **change})


def test_it_is_sealed_and_only_the_user_name_can_be_read(account: Account, admin: User) -> None:
    credential = put(account, admin, username=" friends@stjudes.example ")

    version = credential.versions.get()
    assert credential.label == "Password"
    assert credential.username == "friends@stjudes.example"
    assert (version.number, version.status) == (1, "current")
    assert SECRET.strip().encode() not in bytes(version.sealed)
    assert workflow.reveal(credential, actor=admin, reason="Checking it") == SECRET


def test_whoever_stores_it_is_known_to_know_it(account: Account, admin: User) -> None:
    credential = put(account, admin)

    exposure = Exposure.objects.get()
    assert (exposure.person, exposure.verb, exposure.version) == (admin, "store", credential.versions.get())
    event = Event.objects.get(verb="vault.store")
    assert event.data == {"account": account.pk, "kind": "password", "version": 1}


@pytest.mark.parametrize("status", [Status.UNDER_REVIEW, Status.PROVISIONING, Status.LIVE])
def test_a_runner_may_put_one_in(make_account: Callable[..., Account], teacher: User, status: Status) -> None:
    assert put(make_account(status), teacher).pk


@pytest.mark.parametrize("role", ["head", "dsl", "outsider", "volunteer", "leaver"])
def test_others_put_nothing_in(account: Account, role: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        put(account, request.getfixturevalue(role))

    assert not Credential.objects.exists()
    assert Event.objects.filter(verb="vault.store", refused=True).count() == 1


def test_nothing_new_is_kept_for_a_closed_account(make_account: Callable[..., Account], admin: User) -> None:
    with pytest.raises(NotAllowed):
        put(make_account(Status.CLOSED), admin)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"secret": "   "}, "secret"),
        ({"secret": "x" * 4001}, "secret"),
        ({"secret": "a\x00b"}, "secret"),
        ({"kind": "shoe_size"}, "kind"),
    ],
)
def test_what_cannot_be_kept_is_refused(account: Account, admin: User, change: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        put(account, admin, **change)

    assert refusal.value.field == field


def test_an_account_has_each_name_once(account: Account, admin: User) -> None:
    put(account, admin, label="Main")

    with pytest.raises(InvalidInput):
        put(account, admin, label="main")


def test_without_the_record_nothing_is_kept(account: Account, admin: User, broken_record: None) -> None:
    with pytest.raises(OSError, match="record"):
        put(account, admin)

    assert not SecretVersion.objects.exists()
    assert not Exposure.objects.exists()


def test_the_page_stores_it_and_shows_it_nowhere(
    client: Client, sign_in: SignIn, account: Account, admin: User
) -> None:
    sign_in(client, admin)

    answer = client.post(
        f"/vault/account/{account.pk}/store/", {"kind": "password", "secret": SECRET, "username": "x"}, follow=True
    )

    assert answer.redirect_chain
    assert SECRET.strip() not in answer.content.decode()
    assert Credential.objects.count() == 1


def test_a_form_with_a_mistake_comes_back_without_the_secret(
    client: Client, sign_in: SignIn, account: Account, admin: User
) -> None:
    answer = sign_in(client, admin).post(f"/vault/account/{account.pk}/store/", {"kind": "none", "secret": SECRET})

    assert answer.status_code == 200
    assert SECRET.strip() not in answer.content.decode()
    assert not Credential.objects.exists()


def test_an_outsider_finds_no_form_and_slt_is_told_why_not(
    client: Client, sign_in: SignIn, account: Account, outsider: User, head: User
) -> None:
    address = f"/vault/account/{account.pk}/store/"

    assert sign_in(client, outsider).get(address).status_code == 404
    assert sign_in(Client(), head).get(address).status_code == 403
