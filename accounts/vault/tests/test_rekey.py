"""Another key for the vault, while the portal runs."""

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from pytest_django import Settings

from accounts.vault import canary
from accounts.vault.models import Canary, Rekeying, SecretVersion
from accounts.vault.sealing import new_version, opened
from accounts.vault.states import VersionState
from accounts.vault.tests.keys import a_credential, ids_in, one_of_everything, own_key_file, versions
from accounts.vault.workflow import rekeying
from audit.models import Event
from core.actors import COMMAND_LINE
from core.crypto import cipher, key_file, sealed
from core.crypto.keys import provider
from core.errors import NotAllowed, WrongState
from core.tests.key_service import running
from people.models import User


@pytest.fixture
def file(settings: Settings, tmp_path: Path, db: None) -> Path:
    return own_key_file(settings, tmp_path / "keys")


def vault(*words: str) -> str:
    said = StringIO()
    call_command("vault", *words, stdout=said, stderr=said)
    return said.getvalue()


def test_every_sealed_column_of_every_room_is_on_the_list() -> None:
    columns = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField) and "sealed" in field.name
    }
    listed = {one.column for one in sealed.everything()}
    assert columns <= listed
    assert listed - columns == {
        "mfa.authenticator.data",
        "moderation.evidence.screenshot",
        "incidents.evidence.original",
        "incidents.evidence.copy",
        "incidents.pack.passphrase",
        "incidents.packpart.content",
    }


def test_everything_opens_with_the_new_key_alone(file: Path, admin: User) -> None:
    all_opens = one_of_everything(admin)
    [old] = ids_in(file)

    vault("new-key")
    said = vault("rekey")

    new, _ = ids_in(file)
    assert set(sealed.by_key(sealed.heads())) == {new}
    assert f"the key {new} closes it" in said
    assert f"vault forget-key {old}" in said
    vault("forget-key", old)
    assert ids_in(file) == [new]
    all_opens()


def test_it_is_on_the_record_with_ids_and_counts_and_no_key(file: Path, admin: User) -> None:
    versions(3, admin)
    [old] = ids_in(file)
    vault("new-key")
    vault("rekey")
    new, _ = ids_in(file)

    made = Event.objects.get(verb="vault.new_key")
    begun = Event.objects.get(verb="vault.begin_rekey")
    done = Event.objects.get(verb="vault.rekey")

    assert {made.actor, begun.actor, done.actor} == {"system:command-line"}
    assert made.data == {"key": new}
    assert begun.data == {"to_key": new, "from_keys": old, "left": sealed.heads().total(), "resumed": False}
    assert done.data == {
        "to_key": new, "values": sealed.heads().total(), "closed_anew": sealed.heads().total(), "left": 0
    }  # fmt: skip
    for text in key_file.read(file):
        assert text not in str(list(Event.objects.values_list("data", flat=True)))


def test_the_column_beside_the_value_says_the_same_as_the_value(file: Path, admin: User) -> None:
    versions(3, admin)
    SecretVersion.objects.filter(pk=SecretVersion.objects.first().pk).update(key_id=None)  # from before the column
    vault("new-key")
    vault("rekey")
    for version in SecretVersion.objects.all():
        assert version.key_id == cipher.key_id_of(version.sealed) == ids_in(file)[0]


def test_progress_can_be_seen_while_it_runs_and_after(file: Path, admin: User) -> None:
    versions(5, admin)
    vault("new-key")
    seen: list[tuple[int, int]] = []
    rekeying.rekey(actor=COMMAND_LINE, size=2, progress=lambda job: seen.append((job.done, job.total)))

    total = sealed.heads().total()
    assert seen[0] == (0, total)
    assert seen[-1] == (total, total)
    assert len(seen) > 3
    job = Rekeying.objects.get()
    assert (job.done, job.total) == (total, total)
    assert job.finished_at is not None


def test_a_run_that_was_stopped_goes_on_where_it_was(file: Path, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    versions(6, admin)
    vault("new-key")
    new, old = ids_in(file)

    class PowerCut(BaseException):
        pass

    def cut(job: Rekeying) -> None:
        if job.done >= 2:
            raise PowerCut

    with pytest.raises(PowerCut):
        rekeying.rekey(actor=COMMAND_LINE, size=2, progress=cut)
    half = sealed.by_key(sealed.heads())
    assert half[new] >= 2
    assert half[old] >= 2
    assert f"under way to {new}" in vault("status")
    with pytest.raises(CommandError, match="under way"):
        vault("new-key")
    with pytest.raises(CommandError, match="under way"):
        vault("forget-key", old)
    for version in SecretVersion.objects.all():
        assert opened(version).startswith("a secret")

    vault("rekey")

    assert set(sealed.by_key(sealed.heads())) == {new}
    job = Rekeying.objects.get()
    assert job.done == job.total == sealed.heads().total()
    assert Event.objects.filter(verb="vault.begin_rekey", data__resumed=True).count() == 1
    assert Event.objects.filter(verb="vault.rekey").count() == 1


def test_what_is_stored_while_it_runs_is_not_lost_and_has_the_new_key(
    file: Path, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions(4, admin)
    vault("new-key")
    stored: list[SecretVersion] = []

    def meanwhile(job: Rekeying) -> None:
        if not stored:
            stored.append(a_credential(admin, "Meanwhile", "stored meanwhile").versions.get())

    rekeying.rekey(actor=COMMAND_LINE, size=2, progress=meanwhile)

    version = SecretVersion.objects.get(pk=stored[0].pk)
    assert opened(version) == "stored meanwhile"
    assert version.key_id == ids_in(file)[0]


def test_a_row_written_between_reading_and_replacing_keeps_what_was_written(
    file: Path, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next round looks at it again, though it was written with the old key."""
    credential = a_credential(admin)
    version = credential.versions.get()
    theirs = cipher.seal(b"written meanwhile", version.bound_to)
    vault("new-key")
    plain, calls = cipher.rewrap, []

    def slow(items, keys=None):  # type: ignore[no-untyped-def]
        found = plain(items, keys)
        if not calls and any(bound == version.bound_to for _, bound in items):
            calls.append(1)
            SecretVersion.objects.filter(pk=version.pk).update(sealed=theirs)
        return found

    monkeypatch.setattr(cipher, "rewrap", slow)
    vault("rekey")

    assert calls
    version.refresh_from_db()
    assert cipher.unseal(version.sealed, version.bound_to) == b"written meanwhile"
    assert cipher.key_id_of(version.sealed) == ids_in(file)[0]


def test_a_new_version_stored_with_the_old_key_by_a_process_that_lags_is_found(file: Path, admin: User) -> None:
    credential = a_credential(admin)
    [old_text] = key_file.read(file)
    vault("new-key")
    new_text = key_file.read(file)[0]
    late: list[SecretVersion] = []

    def lagging(job: Rekeying) -> None:
        if job.done == job.total and not late:
            key_file.write(file, [old_text, new_text])
            late.append(new_version(credential, "from a slow one", by=admin, status=VersionState.PENDING))
            key_file.write(file, [new_text, old_text])

    rekeying.rekey(actor=COMMAND_LINE, progress=lagging)

    assert late
    assert set(sealed.by_key(sealed.heads())) == {ids_in(file)[0]}
    assert opened(SecretVersion.objects.get(pk=late[0].pk)) == "from a slow one"


def test_a_value_that_lies_on_the_wrong_row_is_named_and_keeps_its_key_needed(file: Path, admin: User) -> None:
    one, two, three = versions(3, admin)
    SecretVersion.objects.filter(pk=two.pk).update(sealed=one.sealed)
    vault("new-key")
    _, old = ids_in(file)

    with pytest.raises(CommandError, match="1 values do not open"):
        vault("rekey")

    assert Rekeying.objects.get().finished_at is None
    assert not Event.objects.filter(verb="vault.rekey", refused=False).exists()
    assert sealed.by_key(sealed.heads())[old] == 1
    three.refresh_from_db()
    assert three.key_id == ids_in(file)[0]
    with pytest.raises(CommandError):
        vault("forget-key", old)


def test_nothing_to_do_is_said(file: Path, admin: User) -> None:
    versions(1, admin)
    Canary.objects.all().delete()
    with pytest.raises(CommandError, match="new-key"):
        vault("rekey")
    assert not Rekeying.objects.exists()


def test_a_wrong_key_file_is_refused_before_anything_is_touched(file: Path, admin: User) -> None:
    one_of_everything(admin)
    before = list(SecretVersion.objects.values_list("sealed", flat=True))
    key_file.write(file, [key_file.new_key().text])
    for words in (("rekey",), ("new-key",)):
        with pytest.raises(CommandError, match="does not open the vault"):
            vault(*words)
    assert list(SecretVersion.objects.values_list("sealed", flat=True)) == before
    assert "WRONG" in vault("status")


def test_a_missing_older_key_is_refused_by_its_id(file: Path, admin: User) -> None:
    versions(2, admin)
    [old_text] = key_file.read(file)
    new = key_file.new_key()
    Canary.objects.all().delete()
    key_file.write(file, [new.text])
    with pytest.raises(CommandError, match=key_file.decode(old_text).id):
        vault("rekey")
    assert "MISSING" in vault("status")


def test_a_second_new_key_waits_until_the_first_is_in_use(file: Path, admin: User) -> None:
    versions(1, admin)
    vault("new-key")
    before = file.read_text()
    with pytest.raises(CommandError, match="closes nothing yet"):
        vault("new-key")
    assert file.read_text() == before


def test_a_key_that_is_needed_in_use_or_unknown_is_not_forgotten(file: Path, admin: User) -> None:
    versions(2, admin)
    vault("new-key")
    new, old = ids_in(file)
    for key_id, why in ((old, "still needed"), (new, "the one in use"), ("0" * 16, "holds no key")):
        with pytest.raises(CommandError, match=why):
            vault("forget-key", key_id)
    assert ids_in(file) == [new, old]


def test_a_forgotten_key_is_kept_beside_for_older_backups(file: Path, admin: User) -> None:
    versions(1, admin)
    [old_text] = key_file.read(file)
    vault("new-key")
    vault("rekey")
    old = key_file.decode(old_text).id

    said = vault("forget-key", old)

    kept = file.with_name(f"vault.key.retired-2026-11-18-{old}")
    assert str(kept) in said
    assert "backups" in said
    assert kept.stat().st_mode & 0o777 == 0o600
    assert key_file.read(kept) == [old_text]
    assert "backups made before do" in kept.read_text()
    assert Event.objects.get(verb="vault.forget_key").data == {"key": old}
    assert old_text not in said


def test_nobody_changes_the_key_by_the_web_not_even_an_administrator(file: Path, admin: User, head: User) -> None:
    versions(1, admin)
    before = file.read_text()
    for person in (admin, head):
        for call in (rekeying.new_key, rekeying.rekey, lambda actor: rekeying.forget_key("x", actor=actor)):
            with pytest.raises(NotAllowed):
                call(actor=person)
    assert file.read_text() == before
    assert Event.objects.filter(refused=True).count() == 6


def test_a_full_disk_changes_nothing(file: Path, admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    versions(1, admin)
    before = file.read_text()
    monkeypatch.setattr(key_file.os, "fsync", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(WrongState, match="No space left"):
        rekeying.new_key(actor=COMMAND_LINE)
    assert file.read_text() == before
    assert not Event.objects.filter(verb="vault.new_key", refused=False).exists()


def test_a_key_given_by_the_environment_is_changed_there(file: Path, admin: User, settings: Settings) -> None:
    old, new = key_file.new_key(), key_file.new_key()
    settings.VAULT_PROVIDER, settings.VAULT_KEY, settings.VAULT_KEY_FILE = "environment", old.text, None
    versions(2, admin)
    with pytest.raises(CommandError, match="VAULT_KEY"):
        vault("new-key")
    settings.VAULT_KEY = f"{new.text} {old.text}"
    vault("rekey")
    settings.VAULT_KEY = new.text
    assert [opened(version) for version in SecretVersion.objects.order_by("pk")] == ["a secret 0", "a secret 1"]


def test_the_status_names_keys_counts_canary_and_no_key_itself(file: Path, admin: User) -> None:
    one_of_everything(admin)
    said = vault("status")
    [key_id] = ids_in(file)
    assert f"Key in use: {key_id}, from a file {file}" in said
    assert "Canary: opens. It was made on 18 November 2026." in said
    assert f"passwords and other secrets: 1 by {key_id}" in said
    assert f"second steps of people: 3 by {key_id}" in said
    assert "Rekeying: never" in said
    assert f"Recovery sheet of {key_id}: not printed yet" in said
    assert key_file.read(file)[0] not in said
    file.chmod(0o644)
    assert "others than its owner" in vault("status")


def test_a_school_moves_from_its_file_to_a_key_service(
    file: Path, admin: User, settings: Settings, tmp_path: Path
) -> None:
    all_opens = one_of_everything(admin)
    with running() as service:
        settings.VAULT_TRANSIT, settings.VAULT_PROVIDER = service.settings(tmp_path), "transit"
        moving = provider().closes
        try:
            canary.check()
            all_opens()
            assert "from the key service" in vault("status")
            with pytest.raises(CommandError, match="Rotate it there"):
                vault("new-key")
            vault("rekey")
            settings.VAULT_KEY_FILE = None
            all_opens()
            assert "of which 0 are" in vault("status")
            service.rotate()
            assert "of which 0 are" not in vault("status")
            vault("rekey")
            service.oldest = 2
            all_opens()
            service.status = 503
            with pytest.raises(canary.WrongKey, match="cannot be tried"):
                canary.check()
            with pytest.raises(CommandError, match="503"):
                vault("rekey")
        finally:
            moving.close()
            provider().closes.close()
