"""One process of the portal: started in a group of its own, restarted when it dies, ended with all it started."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from stjudes_portal.environment import ROOT
from stjudes_portal.run.logs import open_log
from stjudes_portal.run.say import say

BACKOFF = (1, 2, 5, 10, 30)  # seconds before the first, second, … restart in a row
SETTLED = 60  # seconds after which a process counts as up and the row starts anew
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with(parent: int) -> Callable[[], None]:
    """Run between fork and exec: the child gets SIGTERM when the supervisor dies in any way, `kill -9` included."""

    def prepare() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
            if os.getppid() != parent:  # it died before we had asked
                os._exit(1)

    return prepare


def spawn(command: Sequence[str], env: Mapping[str, str], output: BinaryIO | None = None) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that Ctrl-C at the terminal reaches only the supervisor.

    What it prints goes to `output`, or where the supervisor's own lines go.
    """
    return subprocess.Popen(
        list(command),
        cwd=ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
        preexec_fn=_die_with(os.getpid()),
    )


def signal_group(pid: int, number: int) -> bool:
    """Signal a process and whatever it started. False when nothing of the group is left."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says this of a group of which only the unreaped remain
        return False
    return True


class Child:
    """A process that ought to be up. `ready` answers whether it does its work, not only whether it lives."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        log: Path,
        ready: Callable[["Child"], bool],
    ) -> None:
        self.name = name
        self.command = command
        self.env = env
        self.log = log
        self._ready = ready
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.started_at = 0.0
        self.start_again_at: float | None = None

    def start(self) -> None:
        with open_log(self.log) as output:
            self.process = spawn(self.command, self.env, output)
        self.started_at = time.monotonic()
        self.start_again_at = None

    @property
    def pid(self) -> int | None:
        return self.process.pid if self.process else None

    def is_ready(self) -> bool:
        return self.process is not None and self.process.poll() is None and self._ready(self)

    def look_after(self, now: float) -> None:
        """Notice that the process has died and say so; start it again when its time has come."""
        if self.process is not None and self.process.poll() is not None:
            self._bury(self.process, now)
        if self.process is None and self.start_again_at is not None and now >= self.start_again_at:
            self.start()

    def _bury(self, process: subprocess.Popen[bytes], now: float) -> None:
        # What it had started would hold its port or do its work a second time.
        signal_group(process.pid, signal.SIGKILL)
        self.process = None
        if now - self.started_at > SETTLED:
            self.deaths = 0
        wait = BACKOFF[min(self.deaths, len(BACKOFF) - 1)]
        self.deaths += 1
        self.start_again_at = now + wait
        say(f"{self.name} stopped ({_how(process.returncode)}); starting it again in {wait} s. Its log: {self.log}")

    def next_start(self) -> float | None:
        return self.start_again_at if self.process is None else None


def end(children: Sequence[Child], grace: float) -> None:
    """Ask all to finish, wait up to `grace` seconds, then end what is left. No process remains after this."""
    for child in children:
        if child.process is not None:
            child.process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + grace
    for child in children:
        if child.process is not None:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"{child.name} did not finish in {grace:.0f} s; ending it.")
            signal_group(child.process.pid, signal.SIGKILL)
            child.process.wait()
            child.process = None


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
