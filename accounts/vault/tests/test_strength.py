"""How hard a password is to guess: only a number is kept, and the page says it in words."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Account
from accounts.vault import facts, strength, workflow
from accounts.vault.models import Credential, SecretVersion
from people.models import User

SignIn = Callable[[Client, User], Client]


def stored(account: Account, admin: User, secret: str, kind: str = "password", label: str = "") -> SecretVersion:
    return workflow.store(account, actor=admin, kind=kind, label=label, secret=secret).versions.get()


@pytest.mark.parametrize(
    ("secret", "score"), [("password1", 0), ("Tr0ub4dour", 1), ("correct-horse-battery", 4), ("q7RbN9zKw2mXf4", 4)]
)
def test_its_score_is_kept(account: Account, admin: User, secret: str, score: int) -> None:
    assert stored(account, admin, secret).strength == score


def test_what_everybody_knows_of_the_account_makes_it_weak(account: Account, admin: User) -> None:
    elsewhere = strength.score("password", "StJudesFriends", Account(name="x", handle="y", platform="x"))

    assert elsewhere is not None
    assert (stored(account, admin, "StJudesFriends").strength or 0) < elsewhere


def test_only_passwords_have_one(account: Account, admin: User) -> None:
    assert stored(account, admin, "a-token-1234", kind="api_token").strength is None
    assert stored(account, admin, "The cat is called Tom", kind="note").strength is None


def test_a_very_long_one_is_reckoned_by_its_beginning(account: Account, admin: User) -> None:
    assert stored(account, admin, "aA1!" * 1000).strength is not None


def test_one_made_to_be_slow_to_reckon_is_cut_short(
    account: Account, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All ways to read signs as letters are tried. With two dozen signs that took eight seconds, and all waited."""
    reckoned: list[str] = []
    real = strength.zxcvbn.zxcvbn

    def asked(password: str, **more: object) -> object:
        reckoned.append(password)
        return real(password, **more)

    monkeypatch.setattr(strength.zxcvbn, "zxcvbn", asked)

    assert stored(account, admin, "4@8({[<369&#!1/|0$5+7%2" * 3).strength is not None
    assert len(set(reckoned[0]) & strength.SIGNS) == strength.MOST_SIGNS


@pytest.mark.parametrize(
    ("secret", "words"),
    [("password1", "Guessed at once"), ("correct-horse-battery", "Very strong")],
)
def test_the_page_says_it_in_words(
    client: Client, sign_in: SignIn, account: Account, admin: User, secret: str, words: str
) -> None:
    version = stored(account, admin, secret)

    page = sign_in(client, admin).get(f"/vault/{version.credential_id}/").content.decode()

    assert words in page
    assert secret not in page


def test_what_was_put_in_before_is_reckoned_when_it_is_next_shown(password: Credential, admin: User) -> None:
    before = password.versions.get()
    SecretVersion.objects.update(strength=None, fingerprint=None)

    workflow.reveal(password, actor=admin, reason="Signing in")

    after = password.versions.get()
    assert (after.strength, after.fingerprint) == (before.strength, before.fingerprint)
    assert after.strength is not None


def test_that_one_is_weak_is_told_to_those_who_may_see_it_oversee_it_or_put_it_in(
    account: Account, admin: User, head: User, teacher: User
) -> None:
    """Half of guessing a password is to know that it is easily guessed."""
    version = stored(account, admin, "password1")

    def told(reader: User) -> bool:
        return facts.of(version.credential, version, reader).strength is not None

    assert told(admin)
    assert told(head)
    assert not told(teacher)  # runs the account, and was not given it

    typed = workflow.store(account, actor=teacher, kind="password", label="Second", secret="letmein1").versions.get()
    assert facts.of(typed.credential, typed, teacher).strength is not None
