"""The portal's data in a folder, and back from it. The keys are not in it: they have a backup of their own.

A backup is the database at one moment and a manifest: what it holds, which keys belong to it (by their
digests), and how far the record had come. Restoring checks all of that before it calls itself done.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from accounts.vault import canary
from audit import chain
from audit.models import Head
from core import clock
from core.crypto import sealed
from core.crypto.keys import provider
from people.models import Session
from stjudes_portal import VERSION

MANIFEST = "manifest.json"
NO_LONGER = {"django_session"}  # in older backups; bringing them up to date has dropped it
FILES = {"sqlite": "portal.sqlite3", "postgresql": "portal.dump"}


class CannotBackUp(Exception):
    """Nothing usable was written. The message says what to do."""


class CannotRestore(Exception):
    """The portal is as it was before. The message says what to do."""


@dataclass(frozen=True)
class Manifest:
    version: str
    made_at: str
    database: str
    file: str
    sha256: str
    rows: dict[str, int]
    record: tuple[int, str]
    vault_key: str
    audit_key: str
    # While a new key goes round, both are needed. Older backups name only `vault_key`.
    vault_keys: list[str] = field(default_factory=list)


def back_up(folder: Path) -> Manifest:
    """Write the database and its manifest into `folder`, which is new or empty. The portal may go on running.

    Raises CannotBackUp.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise CannotBackUp(f"{folder} is not empty. Name a new folder for each backup, so that none is overwritten.")
    draft = folder / f".{FILES[connection.vendor]}"
    keys = sorted(sealed.by_key(sealed.heads())) or [provider().current_id()]
    try:
        rows, record = _copy_out(draft)
        draft.chmod(0o600)
        _sync(draft)
    except (OSError, sqlite3.Error) as error:
        draft.unlink(missing_ok=True)
        raise CannotBackUp(f"The backup could not be written ({error}). Is there room on the disk?") from error
    manifest = Manifest(
        version=VERSION,
        made_at=clock.now().isoformat(timespec="seconds"),
        database=connection.vendor,
        file=FILES[connection.vendor],
        sha256=_sha256(draft),
        rows=rows,
        record=record,
        vault_key=keys[0],
        audit_key=_audit_key_id(),
        vault_keys=keys,
    )
    draft.rename(folder / manifest.file)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2), encoding="utf-8")
    _sync(folder / MANIFEST)
    return manifest


def restore(folder: Path) -> Manifest:
    """Bring the data in `folder` into this portal, which is empty and stopped, and check that it is whole.

    Raises CannotRestore; the portal is as empty as before then.
    """
    manifest = _read(folder)
    _same_keys(manifest)
    source = folder / manifest.file
    if not source.exists() or _sha256(source) != manifest.sha256:
        raise CannotRestore(f"{source} is missing or not as it was written: its checksum differs. Use another backup.")
    if manifest.database != connection.vendor:
        raise CannotRestore(
            f"This backup is of a {manifest.database} database, but this portal uses {connection.vendor}. "
            "Set DATABASE_URL as it was where the backup was made."
        )
    if _has_data():
        raise CannotRestore(
            "This portal holds data already. Restore into an empty one: a new VAR, or an empty database."
        )
    _copy_in(source)
    try:
        _check(manifest)
    except CannotRestore:
        _throw_away()
        raise
    Session.objects.all().delete()  # whoever was signed in then signs in again
    chain.anchor(*manifest.record)
    return manifest


def _copy_out(target: Path) -> tuple[dict[str, int], tuple[int, str]]:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            return _facts_of_copy(copy)
    with connection.cursor() as cursor:
        # One snapshot for the dump and for what the manifest says of it.
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            rows = {table: _count(cursor, table) for table in _tables()}
            cursor.execute("SELECT last_id, digest FROM audit_head")
            record = cursor.fetchone()
            _run_tool("pg_dump", ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}"])
        finally:
            cursor.execute("ROLLBACK")
    return rows, (record[0], record[1])


def _facts_of_copy(copy: sqlite3.Connection) -> tuple[dict[str, int], tuple[int, str]]:
    rows = {table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in _tables()}  # noqa: S608
    record = copy.execute("SELECT last_id, digest FROM audit_head").fetchone()
    return rows, (record[0], record[1])


def _count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608  table names are our models'
    return int(cursor.fetchone()[0])


def _tables() -> list[str]:
    return sorted(model._meta.db_table for model in apps.get_models() if not model._meta.proxy and model._meta.managed)


def _copy_in(source: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        target = Path(str(connection.settings_dict["NAME"]))
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.restoring")
        shutil.copyfile(source, draft)
        draft.chmod(0o600)
        _sync(draft)
        for ending in ("-wal", "-shm"):
            Path(f"{target}{ending}").unlink(missing_ok=True)
        os.replace(draft, target)
    else:
        _run_tool("pg_restore", ["--clean", "--if-exists", "--no-owner", "--single-transaction", str(source)])
    call_command("migrate", interactive=False, verbosity=0)


def _throw_away() -> None:
    """What was brought in did not pass: leave the portal as empty as it was."""
    if connection.vendor == "sqlite":
        connection.close()
        for ending in ("", "-wal", "-shm"):
            Path(f"{connection.settings_dict['NAME']}{ending}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')


def _run_tool(tool: str, arguments: list[str]) -> None:
    """pg_dump or pg_restore of this machine; the password goes by the environment, never by the command line."""
    database = connection.settings_dict
    program = shutil.which(tool)
    if program is None:
        raise CannotBackUp(f"{tool} is not installed. Install PostgreSQL's client programs (postgresql-client).")
    environment = {**os.environ, "PGPASSWORD": str(database["PASSWORD"] or "")}
    place = [f"--dbname={database['NAME']}", f"--username={database['USER']}"]
    if database["HOST"]:
        place.append(f"--host={database['HOST']}")
    if database["PORT"]:
        place.append(f"--port={database['PORT']}")
    done = subprocess.run([program, *place, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise CannotBackUp(f"{tool} failed: {lines[0]}")


def _read(folder: Path) -> Manifest:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**{**found, "record": (int(found["record"][0]), str(found["record"][1]))})
    except (OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise CannotRestore(f"{folder} is no backup of this portal: it has no readable {MANIFEST}.") from error


def _same_keys(manifest: Manifest) -> None:
    wrong = []
    if not all(provider().knows(key_id) for key_id in manifest.vault_keys or [manifest.vault_key]):
        wrong.append("vault.key")
    if manifest.audit_key != _audit_key_id():
        wrong.append("audit.key")
    if wrong:
        raise CannotRestore(
            f"The keys here are not those of this backup ({' and '.join(wrong)}). Put the keys from their own backup "
            f"into {settings.ENVIRONMENT.secrets_dir}, then restore again."
        )


def _audit_key_id() -> str:
    return hashlib.sha256(b"key id " + settings.AUDIT_KEY.encode()).hexdigest()[:16]


def _has_data() -> bool:
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        return False  # merely asking would make an empty file
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        held = [table for table in _tables() if table in there]
        return any(_count(cursor, table) for table in held if table in ("school_school", "people_user", "audit_event"))


def _check(manifest: Manifest) -> None:
    """Counts, the database's own check, the record, and the vault's key. Raises CannotRestore."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            answer = cursor.fetchone()[0]
            if answer != "ok":
                raise CannotRestore(f"The restored database is damaged: {answer}.")
        changing = {"django_migrations", "django_content_type", "auth_permission"} | NO_LONGER
        for table, rows in manifest.rows.items():
            if table not in changing and _count(cursor, table) != rows:
                raise CannotRestore(f"The table {table} should hold {rows} rows, and does not.")
    _, fault = chain.verify()
    if fault is not None:
        raise CannotRestore(f"The record does not fit at row {fault.event_id}: {fault.sentence}.")
    head = Head.objects.get()
    if (head.last_id, head.digest) != manifest.record:
        raise CannotRestore("The record is not the one that the manifest describes.")
    try:
        canary.check()
    except canary.WrongKey as error:
        raise CannotRestore(str(error)) from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with suppress(OSError), path.open("rb") as file:
        os.fsync(file.fileno())
