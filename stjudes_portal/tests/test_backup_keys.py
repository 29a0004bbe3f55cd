"""A backup names every key that it needs: while a new key goes round, the old one too."""

import pytest
from pytest_django import Settings

from core.crypto.key_file import new_key
from core.crypto.keys import provider
from stjudes_portal import backup


def manifest(*keys: str) -> backup.Manifest:
    return backup.Manifest(
        version="1",
        made_at="",
        database="sqlite",
        file="",
        sha256="",
        rows={},
        record=(0, ""),
        vault_key=keys[0],
        audit_key=backup._audit_key_id(),
        vault_keys=list(keys),
    )


def test_a_backup_made_while_a_new_key_went_round_needs_both(settings: Settings) -> None:
    old, new = new_key(), new_key()
    settings.VAULT_PROVIDER, settings.VAULT_KEY, settings.VAULT_KEY_FILE = "environment", f"{new.text} {old.text}", None
    backup._same_keys(manifest(old.id, new.id))
    settings.VAULT_KEY = new.text
    assert provider().current_id() == new.id
    with pytest.raises(backup.CannotRestore, match=r"vault\.key"):
        backup._same_keys(manifest(old.id, new.id))


def test_an_older_backup_comes_back_with_its_key_behind_the_newest(settings: Settings) -> None:
    old, new = new_key(), new_key()
    settings.VAULT_PROVIDER, settings.VAULT_KEY, settings.VAULT_KEY_FILE = "environment", f"{new.text} {old.text}", None
    backup._same_keys(manifest(old.id))
