"""What must be true before the first process is started. Each refusal is one line that says what to do."""

import errno
import fcntl
import os
import socket
from pathlib import Path
from typing import TextIO

from stjudes_portal.environment import Environment
from stjudes_portal.run.errors import CannotRun


def make_folders(environment: Environment) -> None:
    """Make VAR and the folder of run files. Raises CannotRun."""
    try:
        for folder in (environment.var, environment.run_dir):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = environment.run_dir / f".probe.{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise CannotRun(
            f"{error.filename or environment.var} cannot be written to ({error.strerror}). "
            "Give a folder of your own: VAR=~/portal make run"
        ) from error


def take_lock(environment: Environment) -> TextIO:
    """Hold this portal's lock as long as the file returned stays open. Raises CannotRun when another holds it."""
    file = (environment.run_dir / "supervisor.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = _read(environment.run_dir / "supervisor.lock")
        file.close()
        raise CannotRun(
            f"This portal runs already{holder}. Use that one, or start another beside it: "
            "VAR=/path/to/another PORT=8001 make run"
        ) from error
    file.truncate(0)
    file.write(f" at {environment.public_url} (process {os.getpid()})")
    file.flush()
    return file


def check_port(environment: Environment) -> None:
    """Raises CannotRun unless a server can listen on BIND and PORT."""
    host, port = environment.bind.strip("[]"), environment.port
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the web server will
            probe.bind(place)
            probe.listen(1)
    except socket.gaierror as error:
        raise CannotRun(f"BIND is {environment.bind}, which is no address of a machine. Leave BIND out.") from error
    except OSError as error:
        raise CannotRun(_why_not(error, environment)) from error


def _why_not(error: OSError, environment: Environment) -> str:
    port = environment.port
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return f"Port {port} is taken by another program. Choose another: PORT={other} make run"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} is not open to an ordinary user. Choose one above 1023: PORT=8000 make run"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"BIND is {environment.bind}, which is no address of this machine. Leave BIND out."
    return f"Nothing can listen on {environment.bind} port {port} ({error.strerror}). Try another: PORT=8001 make run"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip()
    except OSError:
        return ""
