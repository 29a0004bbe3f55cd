"""The same password on two accounts is found by a keyed digest, without opening either."""

import hashlib
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Account
from accounts.vault import facts, fingerprints, workflow
from accounts.vault.models import Credential, FingerprintKey, Grant, SecretVersion
from accounts.vault.states import VersionState
from core.crypto import cipher
from people.models import User

SignIn = Callable[[Client, User], Client]
SAME = "one-password-for-all"


def put(account: Account, admin: User, secret: str = SAME, kind: str = "password", label: str = "") -> Credential:
    return workflow.store(account, actor=admin, kind=kind, label=label, secret=secret)


def current(credential: Credential) -> SecretVersion:
    return credential.versions.get(status=VersionState.CURRENT)


@pytest.fixture
def two(make_account: Callable[..., Account], admin: User, teacher2: User) -> tuple[Credential, Credential]:
    """Two accounts with one password: one that the class teacher runs, one that the other teacher runs."""
    mine = make_account(name="Friends")
    others = make_account(name="Sports", runners=(teacher2,))
    return put(mine, admin), put(others, admin)


def test_it_says_where_the_same_is_used(two: tuple[Credential, Credential], admin: User) -> None:
    here, there = two

    assert facts.of(here, current(here), admin).same == [there]


def test_the_page_names_only_what_the_reader_may_see(
    client: Client, sign_in: SignIn, two: tuple[Credential, Credential], admin: User, teacher: User
) -> None:
    here, _ = two

    to_admin = sign_in(client, admin).get(f"/vault/{here.pk}/").content.decode()
    to_runner = sign_in(Client(), teacher).get(f"/vault/{here.pk}/").content.decode()

    assert "Sports" in to_admin
    assert "used elsewhere" not in to_runner
    assert "Sports" not in to_runner


def test_putting_a_guess_in_tells_nobody_what_another_account_has(
    make_account: Callable[..., Account],
    admin: User,
    head: User,
    teacher: User,
    granted: Callable[..., Grant],
) -> None:
    """Else whoever runs an account could try passwords of others in the vault, as often as they like."""
    mine, other = make_account(name="Friends"), make_account(name="Sports")
    there = put(other, admin)
    guess = workflow.store(mine, actor=teacher, kind="password", label="", secret=SAME)

    def told(reader: User) -> list[Credential]:
        return facts.of(guess, current(guess), reader).same

    assert told(teacher) == []
    assert told(head) == told(admin) == [there]
    granted(guess, teacher)
    assert told(teacher) == []
    granted(there, teacher, ready=False)
    assert told(teacher) == [there]


def test_nothing_is_opened_to_find_it(
    two: tuple[Credential, Credential], admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "unseal", lambda *args: pytest.fail("something was opened"))

    assert facts.of(two[0], current(two[0]), admin).same == [two[1]]


def test_one_that_was_changed_or_given_up_counts_no_longer(two: tuple[Credential, Credential], admin: User) -> None:
    here, there = two
    workflow.rotate(there, actor=admin, secret="quite-another-one")
    assert facts.of(here, current(here), admin).same == []

    there = put(there.account, admin, label="Second")
    assert facts.of(here, current(here), admin).same == [there]

    workflow.retire(there, actor=admin)
    assert facts.of(here, current(here), admin).same == []


def test_nothing_is_made_alike(account: Account, make_account: Callable[..., Account], admin: User) -> None:
    here = put(account, admin)
    put(make_account(), admin, secret=SAME.title())
    put(make_account(), admin, secret=f"{SAME} ")

    assert facts.of(here, current(here), admin).same == []


def test_a_token_has_a_digest_and_a_recovery_address_has_none(account: Account, admin: User) -> None:
    assert current(put(account, admin, "token-1234-5678", "api_token")).fingerprint
    assert current(put(account, admin, "office@stjudes.example", "recovery_email")).fingerprint is None


def test_the_digest_is_of_no_use_without_the_key_which_is_sealed(account: Account, admin: User) -> None:
    version = current(put(account, admin))

    plain = {hashlib.new(name, SAME.encode()).hexdigest() for name in ("md5", "sha1", "sha256")}
    assert version.fingerprint not in plain
    kept = FingerprintKey.objects.get()
    key = cipher.unseal(bytes(kept.sealed), fingerprints.BOUND_TO)
    assert len(key) == 32
    assert key not in bytes(kept.sealed)


def test_there_is_one_key_however_often_it_is_asked_for(db: None) -> None:
    assert fingerprints.of("password", "x") == fingerprints.of("password", "x")
    assert FingerprintKey.objects.count() == 1
