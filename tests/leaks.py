"""Where a secret could be read that should not be: everything that a running portal writes, holds and is started with.

Every planted secret holds CORE, which stands out in any writing: an address, a page and JSON each write it in their
own way. `traces` finds it in each of these disguises, and in the plain digests of the whole secret.
"""

import base64
import hashlib
import html
import json
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import psycopg2
import redis

from tests.portal import Portal

CORE = "Kestrel/4471&peregrine?"


def disguises(text: str) -> set[bytes]:
    """`text` as it stands, backwards, in hexadecimal, in base64 and base32 at each alignment, escaped, wide."""
    raw = text.encode()
    found = {raw, raw[::-1], raw.hex().encode(), text.encode("utf-16-le"), text.encode("utf-16-be")}
    found |= {word.encode() for word in (quote(text), quote(text, safe=""), quote_plus(text), quote(quote(text)))}
    found |= {
        html.escape(text).encode(),
        json.dumps(text)[1:-1].encode(),
        json.dumps(text)[1:-1].replace("/", r"\/").encode(),
    }
    # The outermost characters depend on what stands beside the text.
    for shift in range(3):
        found |= {encode(b"\0" * shift + raw)[4:-4] for encode in (base64.b64encode, base64.urlsafe_b64encode)}
    found |= {base64.b32encode(b"\0" * shift + raw)[8:-8] for shift in range(5)}
    return found


def digests(secret: str) -> set[bytes]:
    """Without a key: whoever guesses the secret can tell from these that they are right."""
    raw = secret.encode()
    made = [hashlib.new(name, raw) for name in ("md5", "sha1", "sha256", "sha512")]
    found = {digest.hexdigest().encode() for digest in made} | {digest.digest() for digest in made}
    return found | {base64.b64encode(digest.digest())[:-4] for digest in made}


class Secrets:
    """What was planted, and what the portal made itself and showed."""

    def __init__(self, core: str = CORE) -> None:
        self.core = core
        self.known: dict[str, str] = {}  # the secret, and the way in which it came in
        # Case tells nothing: hexadecimal is written in both, and an e-mail address is made small.
        self._wanted = {disguise.lower() for disguise in disguises(core)}

    def plant(self, way: str) -> str:
        """A new secret, named for how it is used, so that a trace says where it came from."""
        return self.keep(f"{way} {self.core} {len(self.known)}", way)

    def keep(self, secret: str, way: str) -> str:
        """One that cannot hold CORE, because the portal or its kind decides how it looks."""
        self.known[secret] = way
        hidden = set() if self.core in secret else disguises(secret)
        self._wanted |= {disguise.lower() for disguise in hidden | digests(secret)}
        return secret

    def traces(self, body: bytes) -> list[str]:
        """What of them stands in `body`, with a few characters around each."""
        small = body.lower()
        places = sorted({small.find(wanted) for wanted in self._wanted if wanted in small})
        return [repr(body[max(0, at - 40) : at + 80]) for at in places]


# --- the places


def files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """Every file: the database and its log of writes, the logs, the mail, the run files, whatever else there is."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                with suppress(FileNotFoundError):
                    yield str(path), path.read_bytes()


@contextmanager
def database_of(portal: Portal) -> Iterator[Any]:
    """A connection to it, past the portal."""
    address = portal.env.get("DATABASE_URL", "")
    connection: Any = (
        psycopg2.connect(address) if address else sqlite3.connect(portal.var / "portal.sqlite3", timeout=30)
    )
    with closing(connection):
        yield connection


def cells(portal: Portal) -> Iterator[tuple[str, bytes]]:
    """Every value of every column of every table: a file may break a long one into pieces."""
    on_postgresql = bool(portal.env.get("DATABASE_URL"))
    listing = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if on_postgresql
        else "SELECT name FROM sqlite_master WHERE type = 'table'"
    )
    with database_of(portal) as connection:
        cursor = connection.cursor()
        cursor.execute(listing)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    wide = isinstance(value, (bytes, memoryview))
                    yield f"table {table}, column {name}", bytes(value) if wide else str(value).encode()


def dump(portal: Portal) -> Iterator[tuple[str, bytes]]:
    """What a backup of PostgreSQL would hold; SQLite's is its file."""
    address = portal.env.get("DATABASE_URL")
    if address:
        done = subprocess.run(["pg_dump", address], capture_output=True, check=True)
        yield "dump of the database", done.stdout


def write_cell(portal: Portal, text: str) -> None:
    """Leave a text in the cache's table."""
    with database_of(portal) as connection:
        values = f"('left', '{base64.b64encode(text.encode()).decode()}', '2099-01-01')"
        connection.cursor().execute(f"INSERT INTO portal_cache (cache_key, value, expires) VALUES {values}")
        connection.commit()


@contextmanager
def without_record(portal: Portal) -> Iterator[None]:
    """Within the block the record's table is not there, so that every verb fails in its last step."""
    _rename(portal, "audit_event", "audit_event_away")
    try:
        yield
    finally:
        _rename(portal, "audit_event_away", "audit_event")


def _rename(portal: Portal, table: str, new: str) -> None:
    with database_of(portal) as connection:
        connection.cursor().execute(f"ALTER TABLE {table} RENAME TO {new}")
        connection.commit()


def mail_waits(portal: Portal) -> int:
    with database_of(portal) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT COUNT(*) FROM notifications_notification WHERE mail = 'waiting'")
        return int(cursor.fetchone()[0])


def broker_of(portal: Portal) -> "redis.Redis[bytes]":
    if portal.env.get("REDIS_URL"):
        return redis.Redis.from_url(portal.env["REDIS_URL"])
    password = (portal.var / "secrets" / "broker.key").read_text(encoding="ascii").strip()
    return redis.Redis(unix_socket_path=str(portal.var / "run" / "broker.sock"), password=password)


def messages(portal: Portal) -> Iterator[tuple[str, bytes]]:
    """Whatever the broker holds, as it would write it to a disk."""
    with closing(broker_of(portal)) as broker:
        for key in broker.scan_iter():
            kind = broker.type(key)
            read: Any = {
                b"list": lambda key: broker.lrange(key, 0, -1),
                b"hash": broker.hgetall,
                b"set": broker.smembers,
                b"zset": lambda key: broker.zrange(key, 0, -1),
                b"string": broker.get,
            }.get(kind, broker.dump)
            yield f"broker, {key!r}", repr(read(key)).encode() + key


def processes(portal: Portal) -> Iterator[tuple[str, bytes]]:
    """With which words and which environment each process was started."""
    for pid, command in portal.processes().items():
        for what in ("cmdline", "environ"):
            with suppress(OSError):
                yield f"{what} of process {pid} ({command[:60]})", Path(f"/proc/{pid}/{what}").read_bytes()


class Watch:
    """What passes by and is gone: each command that the broker hears, and each process that comes and goes."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.heard: list[bytes] = []
        self.started: dict[str, bytes] = {}
        self._over = threading.Event()

    def passed(self) -> Iterator[tuple[str, bytes]]:
        yield "what the broker heard", b"\n".join(self.heard)
        yield from self.started.items()

    def _look(self) -> None:
        while not self._over.wait(0.4):
            self.started.update(processes(self.portal))

    def _listen(self, ready: threading.Event) -> None:
        with closing(broker_of(self.portal)) as broker, broker.monitor() as monitor:
            ready.set()
            with suppress(redis.RedisError, OSError, ValueError):
                while not self._over.is_set():
                    self.heard.append(repr(monitor.next_command()).encode())

    @contextmanager
    def on(self) -> "Iterator[Watch]":
        ready = threading.Event()
        threads = [
            threading.Thread(target=self._look),
            threading.Thread(target=self._listen, args=[ready], daemon=True),
        ]
        for thread in threads:
            thread.start()
        ready.wait(10)
        try:
            yield self
        finally:
            self._over.set()
            threads[0].join()


def found(secrets: Secrets, *places: Iterator[tuple[str, bytes]]) -> list[str]:
    """Each trace of `secrets`, with its place."""
    return [f"{place}: {trace}" for source in places for place, body in source for trace in secrets.traces(body)]
