import base64
import secrets

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.vault import canary
from accounts.vault.models import Canary
from core.crypto.key_file import Key
from core.crypto.keys import HeldKeys, provider


def new_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def use(settings: Settings, *keys: str) -> None:
    """The environment gives these keys, newest first, and there is no other."""
    settings.VAULT_PROVIDER, settings.VAULT_KEY, settings.VAULT_KEY_FILE = "environment", " ".join(keys), None


def keys() -> Key:
    held = provider().closes
    assert isinstance(held, HeldKeys)
    return held.held()[0]


def test_the_first_start_seals_it_and_later_starts_open_it(db: None) -> None:
    canary.check()
    sealed = bytes(Canary.objects.get().sealed)

    canary.check()

    assert bytes(Canary.objects.get().sealed) == sealed
    assert canary.SENTENCE not in sealed


def test_a_wrong_key_is_said_at_once_with_what_to_do(db: None, settings: Settings) -> None:
    canary.check()
    use(settings, new_key())

    with pytest.raises(canary.WrongKey, match="backup"):
        canary.check()


def test_an_older_key_beside_a_newer_one_still_opens_it(db: None, settings: Settings) -> None:
    canary.check()
    use(settings, new_key(), keys().text)

    canary.check()


def test_a_canary_that_was_changed_is_noticed(db: None) -> None:
    canary.check()
    row = Canary.objects.get()
    sealed = bytes(row.sealed)
    row.sealed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    row.save()

    with pytest.raises(canary.WrongKey):
        canary.check()


def test_the_portal_does_not_start_with_a_wrong_key(
    db: None, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    canary.check()
    use(settings, new_key())

    with pytest.raises(SystemExit):
        call_command("prepare")

    assert "does not open the vault" in capsys.readouterr().err
