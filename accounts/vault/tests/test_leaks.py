"""The list of leaked passwords beside the portal: a sorted file, halved until the line is found."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from accounts.vault import generator, leaks, workflow
from accounts.vault.models import Credential, SecretVersion
from core.errors import InvalidInput
from people.models import User

SignIn = Callable[[Client, User], Client]
LEAKED = [f"leaked-{number}" for number in range(500)]


def digest(secret: str) -> str:
    return hashlib.sha1(secret.encode()).hexdigest().upper()


@pytest.fixture
def leaked_list(settings: Any, tmp_path: Path) -> Path:
    """Five hundred lines of unequal length, as such lists have them."""
    chance = random.Random(4)
    lines = [f"{digest(secret)}:{chance.randrange(1, 10 ** chance.randrange(1, 9))}" for secret in LEAKED]
    path = tmp_path / "leaked.txt"
    path.write_bytes("\r\n".join(sorted(lines)).encode() + b"\r\n")
    settings.LEAKED_PASSWORDS_FILE = str(path)
    return path


def test_each_line_is_found_and_nothing_else(leaked_list: Path) -> None:
    assert all(leaks.holds(secret) for secret in LEAKED)
    assert not any(leaks.holds(f"other-{number}") for number in range(500))


@pytest.mark.parametrize("content", [b"", b"\n", b"nonsense", b"x" * 5000, b"\n" * 999, b"A" * 40 + b":1"])
def test_a_file_that_is_no_list_ends_the_search(leaked_list: Path, content: bytes) -> None:
    leaked_list.write_bytes(content)

    assert leaks.holds("leaked-1") is False


def test_without_a_list_nobody_knows(settings: Any) -> None:
    settings.LEAKED_PASSWORDS_FILE = ""

    assert leaks.holds("leaked-1") is None


def test_a_list_that_cannot_be_read_is_as_none(leaked_list: Path, caplog: pytest.LogCaptureFixture) -> None:
    leaked_list.unlink()

    assert leaks.holds("leaked-1") is None
    assert "cannot be read" in caplog.text
    assert "leaked-1" not in caplog.text


def test_one_in_use_is_kept_and_the_page_warns(
    client: Client, sign_in: SignIn, leaked_list: Path, account: Account, admin: User
) -> None:
    credential = workflow.store(account, actor=admin, kind="password", label="", secret="leaked-7")

    assert credential.versions.get().leaked is True
    assert "This password has leaked" in sign_in(client, admin).get(f"/vault/{credential.pk}/").content.decode()


def test_a_new_one_may_not_have_leaked(leaked_list: Path, password: Credential, admin: User) -> None:
    with pytest.raises(InvalidInput) as refusal:
        workflow.begin_rotation(password, actor=admin, secret="leaked-7")

    assert "leaked" in refusal.value.reason
    assert "leaked-7" not in refusal.value.reason
    assert SecretVersion.objects.count() == 1


def test_one_that_is_set_on_the_platform_already_is_better_known_than_lost(
    leaked_list: Path, password: Credential, admin: User
) -> None:
    workflow.rotate(password, actor=admin, secret="leaked-7")

    assert password.versions.get(status="current").leaked is True


def test_the_portal_makes_none_that_has_leaked(leaked_list: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter(["leaked-1", "leaked-2", "a-new-one"])
    monkeypatch.setattr(generator, "_characters", lambda recipe: next(made))

    assert generator.make(generator.Recipe()) == "a-new-one"


def test_what_was_put_in_before_there_was_a_list_is_looked_for_when_shown(
    settings: Any, leaked_list: Path, account: Account, admin: User
) -> None:
    settings.LEAKED_PASSWORDS_FILE = ""
    credential = workflow.store(account, actor=admin, kind="password", label="", secret="leaked-9")
    assert credential.versions.get().leaked is None

    settings.LEAKED_PASSWORDS_FILE = str(leaked_list)
    workflow.reveal(credential, actor=admin, reason="Signing in")

    assert credential.versions.get().leaked is True
