"""Throwaway servers for tests: a PostgreSQL cluster and a Redis, made in a temporary folder and gone afterwards.

PostgreSQL refuses to run as root, so root makes it as another user: `postgres` where there is one, else `nobody`.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30  # seconds
LIKE_A_REAL_ONE = "-c shared_buffers=1GB -c effective_cache_size=3GB -c max_wal_size=8GB -c checkpoint_timeout=30min"


class Missing(Exception):
    """The machine lacks a program. The text names it; see `or_skip` in tests/plugin.py."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def postgresql(*, durable: bool = False) -> Iterator[str]:
    """A DATABASE_URL of an empty PostgreSQL cluster that nobody else uses. Raises Missing.

    `durable`: with every commit on the disk and the memory of a small server, for what is measured.
    """
    programs = postgresql_programs()
    with tempfile.TemporaryDirectory(prefix="portal-pg-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "data"
        user = _other_user(Path(folder))
        port = free_port()
        _run(user, [programs / "initdb", "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8", "--no-sync"])
        log = Path(folder) / "log"
        # Durability is what the cluster gives up: it lives for one run of the tests.
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=60 "
            + (LIKE_A_REAL_ONE if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off")
        )
        _run(user, [programs / "pg_ctl", "-D", data, "-l", log, "-w", "-t", str(PATIENCE), "-o", options, "start"])
        try:
            _run(user, [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "portal", "portal"])
            yield f"postgres://portal@127.0.0.1:{port}/portal"
        finally:
            _run(user, [programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])


@contextmanager
def redis() -> Iterator[str]:
    """A REDIS_URL, with a password, of a server that nobody else uses. Raises Missing."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise Missing("no redis-server or valkey-server on this machine")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="portal-redis-") as folder:
        server = subprocess.Popen(
            [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--requirepass", "pw"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for_port(port)
            yield f"redis://:pw@127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait(PATIENCE)


def postgresql_programs() -> Path:
    """The folder of the newest PostgreSQL on this machine. Raises Missing."""

    def version(folder: Path) -> float:
        return float(folder.parent.name)

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: version(path.parent))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise Missing("no PostgreSQL server (initdb) on this machine")


def _other_user(folder: Path) -> str | None:
    """For root, the user who runs PostgreSQL, made owner of the folder; for anybody else None."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = "postgres" if "postgres" in names else "nobody"
    shutil.chown(folder, user)
    return user


def _run(user: str | None, command: list[object]) -> None:
    words = [str(word) for word in command]
    if user is not None:
        words = ["runuser", "-u", user, "--", *words]
    # A file for the output: the server that pg_ctl leaves running would keep a pipe open.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(words, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd="/")
        if done.returncode != 0:
            output.seek(0)
            raise RuntimeError(f"{words} failed: {output.read().decode(errors='replace')[-2000:]}")


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"nothing listens on port {port}")
