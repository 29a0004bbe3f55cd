"""A portal as a school runs it: the real supervisor with its real processes, on a port and in a folder of its own."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from stjudes_portal import broker, environment
from stjudes_portal.environment import ROOT
from tests import migrated
from tests.clean import clean_environment
from tests.servers import free_port

READY = " is ready: "
PATIENCE = 60  # seconds


def wait_until(true: Callable[[], object], what: str, seconds: float = PATIENCE, *, every: float = 0.05) -> None:
    """Raises AssertionError, saying what was waited for, when it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"{what}: not within {seconds} s"
        time.sleep(every)


@cache
def _prepared(module: str) -> Path:
    """A folder in which the portal was prepared once under these Django settings, to be copied: it takes seconds."""
    folder = Path(tempfile.mkdtemp(prefix="prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    migrated.copy_to(folder / "var")
    env = clean_environment(VAR=str(folder / "var"), **({"DJANGO_SETTINGS_MODULE": module} if module else {}))
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    return folder / "var"


class Portal:
    """`with Portal(var) as portal:` starts it, waits until it is ready, and leaves nothing behind.

    Its folder is a copy of one that was prepared before, unless it is to start `from_nothing`.
    """

    def __init__(
        self, var: Path, *, command: list[str] | None = None, from_nothing: bool = False, **settings: str
    ) -> None:
        self.var = var
        self._copies = not (from_nothing or {"DEMO", "DATABASE_URL"} & set(settings))
        self.port = int(settings.pop("PORT", 0)) or free_port()
        self.address = f"http://localhost:{self.port}"
        self.env = clean_environment(VAR=str(var), PORT=str(self.port), **settings)
        self.command = command or [sys.executable, "-m", "stjudes_portal.run"]
        self.supervisor: subprocess.Popen[bytes]
        var.parent.mkdir(parents=True, exist_ok=True)
        self._output = var.parent / f"{var.name}.output"

    def start(self) -> "Portal":
        if self._copies and not self.var.exists():
            shutil.copytree(_prepared(self.env.get("DJANGO_SETTINGS_MODULE", "")), self.var)
        with self._output.open("wb") as output:
            self.supervisor = subprocess.Popen(
                self.command, cwd=ROOT, env=self.env, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
            )
        # Two portals may start at once on a machine with little to spare.
        wait_until(
            lambda: READY in self.said() or self.supervisor.poll() is not None, "the portal is ready", 2 * PATIENCE
        )
        assert self.supervisor.poll() is None, f"it ended: {self.said()}"
        return self

    def said(self) -> str:
        return self._output.read_text()

    def logs(self) -> str:
        return "\n".join(f"== {path.name}\n{path.read_text()}" for path in self.var.glob("*run/logs/*.log"))

    def stop(self, number: int = signal.SIGINT) -> int:
        """Ctrl-C. Returns the exit code."""
        self.supervisor.send_signal(number)
        return self.supervisor.wait(PATIENCE)

    def processes(self) -> dict[int, str]:
        """Every process that was started for this portal, by its environment or its words: pid and command line."""
        found = {}
        socket = str(broker.socket_path(replace(environment.load(), var=self.var)))
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                ours = f"VAR={self.var}\0".encode() in (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            except OSError:
                continue  # gone meanwhile, or not ours to look at
            # The broker writes its title over its environment.
            if command and (ours or socket in command):
                found[int(folder.name)] = command
        return found

    def pid_of(self, words: str) -> int:
        """The process that the supervisor started whose command line holds `words`; -1 when there is none."""
        for pid, command in self.processes().items():
            if words in command and _parent(pid) == self.supervisor.pid:
                return pid
        return -1

    def manage(self, *words: str, **options: object) -> subprocess.CompletedProcess[str]:
        """`manage.py` under this portal's settings."""
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True, **options)  # type: ignore[call-overload]

    def __enter__(self) -> "Portal":
        try:
            return self.start()
        except BaseException:
            self._end()
            raise

    def __exit__(self, *exception: object) -> None:
        self._end()

    def _end(self) -> None:
        if self.supervisor.poll() is None:
            self.supervisor.terminate()
            try:
                self.supervisor.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.supervisor.kill()
                self.supervisor.wait()
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
