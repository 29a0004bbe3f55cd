"""A folder of a portal with all tables and no rows, made once for all runs of these migrations: they take seconds."""

import fcntl
import hashlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from stjudes_portal.environment import ROOT
from tests.clean import clean_environment

KEPT = ROOT / "var" / "test"


@cache
def folder() -> Path:
    """Where it stands: to be copied, never to be used."""
    made = KEPT / f"migrated-{_digest()}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for old in KEPT.glob("migrated-*"):
                shutil.rmtree(old)
            new = Path(tempfile.mkdtemp(dir=KEPT))
            command = [sys.executable, "manage.py", "migrate", "-v0"]
            subprocess.run(command, cwd=ROOT, env=clean_environment(VAR=str(new)), check=True)
            new.rename(made)
    return made


def copy_to(place: Path) -> None:
    """Put a copy of it at `place`, without what SQLite lays beside its file while somebody else reads it just now."""
    shutil.copytree(folder(), place, ignore=shutil.ignore_patterns("*-wal", "*-shm"))


@contextmanager
def in_memory(name: str) -> Iterator[None]:
    """Fill SQLite's database of this name, which this process shares in memory."""
    with closing(sqlite3.connect(name, uri=True)) as memory:
        with closing(sqlite3.connect(folder() / "portal.sqlite3")) as file:
            file.backup(memory)
        yield


def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for room in sorted(ROOT.glob("*/__init__.py")):
        for path in sorted(room.parent.rglob("migrations/*.py")):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
