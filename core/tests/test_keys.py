"""Where keys come from: a file that may change at any moment, the environment, or both."""

import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from core.crypto import cipher, key_file
from core.crypto.key_file import decode, new_key
from core.crypto.keys import FileKeyProvider, KeyRing, NotReached, SettingsKeyProvider, provider

BOUND = {"row": 1}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "vault.key"
    key_file.write(path, [new_key().text])
    return path


def test_a_running_process_takes_up_a_new_key_at_once_and_still_opens_the_old(file: Path) -> None:
    running = FileKeyProvider(str(file))
    sealed, old = cipher.seal(b"secret", BOUND, running), running.current_id()
    new = new_key()
    key_file.write(file, [new.text, *key_file.read(file)])
    assert running.current_id() == new.id != old
    assert cipher.unseal(sealed, BOUND, running) == b"secret"
    assert running.knows(old)
    assert running.knows(new.id)


def test_the_file_is_not_read_again_while_it_stays_as_it_is(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = FileKeyProvider(str(file))
    running.current_id()
    monkeypatch.setattr(key_file, "read", lambda path: pytest.fail("read again"))
    assert cipher.unseal(cipher.seal(b"secret", BOUND, running), BOUND, running) == b"secret"


def test_a_key_taken_out_of_the_file_opens_nothing_any_more(file: Path) -> None:
    running = FileKeyProvider(str(file))
    sealed = cipher.seal(b"secret", BOUND, running)
    key_file.write(file, [new_key().text])
    with pytest.raises(cipher.CannotOpen, match="not at hand"):
        cipher.unseal(sealed, BOUND, running)


@pytest.mark.parametrize("content", [None, "", "no key\n", "ä"])
def test_a_file_that_is_gone_or_spoilt_is_said_in_a_sentence(file: Path, content: str | None) -> None:
    running = FileKeyProvider(str(file))
    sealed = cipher.seal(b"secret", BOUND, running)
    file.unlink() if content is None else file.write_text(content, encoding="utf-8")
    with pytest.raises(NotReached):
        cipher.seal(b"secret", BOUND, running)
    with pytest.raises(cipher.CannotOpen):
        cipher.unseal(sealed, BOUND, running)


def test_the_file_is_for_its_owner_alone_and_is_replaced_whole(file: Path) -> None:
    before = os.stat(file).st_ino
    old_umask = os.umask(0)
    try:
        key_file.write(file, [new_key().text], "A remark.\nOf two lines.")
    finally:
        os.umask(old_umask)
    assert os.stat(file).st_mode & 0o777 == 0o600
    assert os.stat(file).st_ino != before
    assert len(key_file.read(file)) == 1
    assert [path.name for path in file.parent.iterdir()] == ["vault.key"]


def test_a_link_to_the_file_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(file)
    key_file.write(link, [new_key().text])
    assert link.is_symlink()
    assert key_file.read(link) == key_file.read(file)


def test_a_failed_write_leaves_the_file_as_it_was(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = file.read_text()
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        key_file.write(file, [new_key().text])
    assert file.read_text() == before
    assert [path.name for path in file.parent.iterdir()] == ["vault.key"]


@pytest.mark.parametrize("text", ["", "short", "A" * 43, "A" * 44 + "=", "!" * 44])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        decode(text)


def test_a_key_never_shows_itself() -> None:
    key = new_key()
    assert key.text not in repr(key)
    assert str(key.secret) not in repr(key)


def test_of_two_providers_one_closes_and_both_open() -> None:
    old, new = SettingsKeyProvider([new_key().text]), SettingsKeyProvider([new_key().text])
    ring = KeyRing(new, [old])
    sealed = cipher.seal(b"secret", BOUND, old)
    assert cipher.unseal(sealed, BOUND, ring) == b"secret"
    assert cipher.key_id_of(cipher.seal(b"secret", BOUND, ring)) == new.current_id()
    [moved] = cipher.rewrap([(sealed, BOUND)], ring)
    assert moved is not None
    assert cipher.unseal(moved, BOUND, new) == b"secret"


def test_the_settings_say_who_closes(settings: Settings, file: Path) -> None:
    given = new_key()
    settings.VAULT_KEY, settings.VAULT_KEY_FILE = given.text, file
    settings.VAULT_PROVIDER = "environment"
    assert provider().current_id() == given.id
    settings.VAULT_PROVIDER = "file"
    assert provider().current_id() == decode(key_file.read(file)[0]).id
    assert provider().knows(given.id)
