"""A portal with all tables and no rows, made once for all runs of these migrations: they take seconds.

On SQLite a folder that is copied, on PostgreSQL statements that are read in.
"""

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
from tests import servers
from tests.clean import clean_environment

KEPT = ROOT / "var" / "test"


@cache
def folder() -> Path:
    """Where it stands: to be copied, never to be used."""
    made = KEPT / f"migrated-{_digest()}"
    with _alone("migrated"):
        if not made.exists():
            for old in KEPT.glob("migrated-*"):
                shutil.rmtree(old)
            new = Path(tempfile.mkdtemp(dir=KEPT))
            _migrate(VAR=str(new))
            new.rename(made)
    return made


def fill(url: str) -> None:
    """Give the empty PostgreSQL database at this address all tables and no rows."""
    server = servers.postgresql_programs()
    made = KEPT / f"tables-{server.parent.name}-{_digest()}.sql"
    with _alone("tables"):
        if not made.exists():
            for old in KEPT.glob(f"tables-{server.parent.name}-*"):
                old.unlink()
            with tempfile.TemporaryDirectory(dir=KEPT) as folder:
                _migrate(VAR=folder, DATABASE_URL=url)
                new = Path(folder) / made.name
                subprocess.run([server / "pg_dump", "--dbname", url, "--file", new], check=True)
                new.rename(made)
            return
    read = [server / "psql", "--dbname", url, "--file", made, "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1"]
    subprocess.run(read, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(**settings: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, env=clean_environment(**settings), check=True)


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
