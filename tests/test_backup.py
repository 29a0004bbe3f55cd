"""A drill: what was backed up comes back in an empty place, with the keys from their own backup, and not otherwise."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stjudes_portal.environment import ROOT
from tests import migrated
from tests.clean import clean_environment

pytestmark = pytest.mark.processes

SET_UP = """
from people import workflow
from core.actors import SET_UP
workflow.set_up_school(actor=SET_UP, code=workflow.new_set_up_code(), school_name="St. Jude's", slt_name="Helen Head",
    slt_email="helen@stjudes.example", administrator_name="Ada Admin", administrator_email="ada@stjudes.example")
"""
PEOPLE = "from people.models import User; print(*User.objects.values_list('full_name', flat=True), sep=',')"

Manage = Callable[..., subprocess.CompletedProcess[str]]


def portal(var: Path, **settings: str) -> Manage:
    def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=clean_environment(VAR=str(var), **settings),
            capture_output=True,
            text=True,
            check=False,
        )

    return manage


def _filled(var: Path, **settings: str) -> Manage:
    manage = portal(var, **settings)
    for command in (["prepare"], ["shell", "-v0", "-c", SET_UP]):
        done = manage(*command)
        assert done.returncode == 0, done.stderr
    return manage


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a portal with a school in it, made once; tests copy it."""
    var = tmp_path_factory.mktemp("filled") / "var"
    migrated.copy_to(var)
    _filled(var)
    return var


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path, own_database: Callable[..., str]) -> tuple[Manage, Manage]:
    """A portal with a school in it, and an empty one with the first one's keys."""
    one, two = tmp_path / "one", tmp_path / "two"
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("filled"), one)
        return portal(one), _with_keys_of(one, two)
    manage = _filled(one, DATABASE_URL=own_database())
    return manage, _with_keys_of(one, two, DATABASE_URL=own_database(empty=True))


def _with_keys_of(old: Path, new: Path, **settings: str) -> Manage:
    shutil.copytree(old / "secrets", new / "secrets")
    return portal(new, **settings)


def test_a_backup_comes_back_whole_and_the_key_opens_the_vault(places: tuple[Manage, Manage], tmp_path: Path) -> None:
    one, two = places
    folder = tmp_path / "backup"
    assert one("backup", str(folder)).returncode == 0
    restored = two("restore", str(folder))
    assert restored.returncode == 0, restored.stderr
    assert two("shell", "-v0", "-c", PEOPLE).stdout.strip() == "Ada Admin,Helen Head"
    assert two("audit", "verify").returncode == 0


def test_no_key_is_in_a_backup(places: tuple[Manage, Manage], tmp_path: Path) -> None:
    one, _ = places
    assert one("backup", str(tmp_path / "backup")).returncode == 0
    written = b"".join(file.read_bytes() for file in (tmp_path / "backup").iterdir())
    for key in (tmp_path / "one" / "secrets").glob("*.key"):
        assert key.read_bytes().strip() not in written


@pytest.fixture
def sqlite_backup(filled: Path, tmp_path: Path) -> Path:
    shutil.copytree(filled, tmp_path / "one")
    assert portal(tmp_path / "one")("backup", str(tmp_path / "backup")).returncode == 0
    return tmp_path / "backup"


def refused(done: subprocess.CompletedProcess[str], words: str, var: Path) -> None:
    assert done.returncode != 0
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (var / "portal.sqlite3").exists()


def test_without_its_keys_a_backup_is_refused(sqlite_backup: Path, tmp_path: Path) -> None:
    refused(portal(tmp_path / "two")("restore", str(sqlite_backup)), "vault.key", tmp_path / "two")


def test_a_changed_backup_is_refused(sqlite_backup: Path, tmp_path: Path) -> None:
    with (sqlite_backup / "portal.sqlite3").open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    two = _with_keys_of(tmp_path / "one", tmp_path / "two")
    refused(two("restore", str(sqlite_backup)), "checksum", tmp_path / "two")


def test_a_folder_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    refused(portal(tmp_path / "two")("restore", str(tmp_path / "other")), "no backup", tmp_path / "two")


def test_a_portal_with_data_is_not_overwritten(sqlite_backup: Path, tmp_path: Path) -> None:
    done = portal(tmp_path / "one")("restore", str(sqlite_backup))
    assert done.returncode != 0
    assert "holds data already" in done.stderr


def test_a_record_that_is_not_whole_is_not_restored(sqlite_backup: Path, tmp_path: Path) -> None:
    """Somebody changed the manifest to claim a longer record than there is."""
    path = sqlite_backup / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["record"][0] += 1
    path.write_text(json.dumps(manifest))
    two = _with_keys_of(tmp_path / "one", tmp_path / "two")
    refused(two("restore", str(sqlite_backup)), "record", tmp_path / "two")


def test_an_earlier_backup_is_never_overwritten(sqlite_backup: Path, tmp_path: Path) -> None:
    before = (sqlite_backup / "manifest.json").read_bytes()
    done = portal(tmp_path / "one")("backup", str(sqlite_backup))
    assert done.returncode != 0
    assert "not empty" in done.stderr
    assert (sqlite_backup / "manifest.json").read_bytes() == before
