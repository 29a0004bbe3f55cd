"""Starts the portal's processes in order, watches them, and ends them all."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from stjudes_portal import secrets, vault_keys
from stjudes_portal.environment import Environment, choose_settings
from stjudes_portal.run import processes
from stjudes_portal.run.child import Child, end, signal_group, spawn
from stjudes_portal.run.errors import CannotRun
from stjudes_portal.run.logs import last_line, rotate
from stjudes_portal.run.preflight import check_port, make_folders, take_lock
from stjudes_portal.run.say import say

STARTING = 90  # seconds that the processes have to become healthy
GRACE = 15  # seconds that they have to finish
LOG_CHECK = 600  # seconds between looks at how large the logs are
LOOK = 0.1  # seconds between looks while starting


class Stopped(Exception):
    """The operator asked the portal to stop while it was still starting."""


class Supervisor:
    """`run` does the whole: returns the exit code, and leaves no process behind whatever happens."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.children: list[Child] = []
        self.stopping = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)

    def run(self) -> int:
        """Raises CannotRun when the portal cannot start as things are."""
        make_folders(self.environment)
        with take_lock(self.environment):
            check_port(self.environment)
            with self._signals():
                try:
                    self._start()
                    self._watch()
                except Stopped:
                    pass
                finally:
                    self._end()
        return 0

    def _start(self) -> None:
        environment = self.environment
        may_make = not environment.sqlite_file.exists()
        password = secrets.load(environment.secrets_dir, may_make=may_make)["broker"]
        vault_keys.load(environment, may_make=may_make)
        env = self._environment_of_children()
        if not environment.redis_url:
            self._add(processes.broker(environment, env, password))
            self._wait_for(self.children)
        self._prepare(env)
        self._add(processes.web(environment, env))
        self._add(processes.worker(environment, env))
        self._add(processes.beat(environment, env))
        self._wait_for(self.children)
        name = "The demonstration" if environment.demo else "St Jude's portal"
        say(f"{name} is ready: {environment.public_url}  (Ctrl-C stops it)")

    def _watch(self) -> None:
        logs_at = time.monotonic() + LOG_CHECK
        while not self.stopping:
            now = time.monotonic()
            for child in self.children:
                child.look_after(now)
            if now >= logs_at:
                for child in self.children:
                    rotate(child.log)
                logs_at = now + LOG_CHECK
            dates = [logs_at, *(date for child in self.children if (date := child.next_start()) is not None)]
            self._sleep(max(0.0, min(dates) - time.monotonic()))

    def _end(self) -> None:
        if not self.children:
            return
        if self.stopping:
            say("Stopping …")
        # The broker goes last: the worker hands back to it what it has not finished.
        end([child for child in reversed(self.children) if child.name != "The broker"], GRACE)
        end(self.children, GRACE)
        if self.stopping:
            say("Stopped.")

    def _add(self, child: Child) -> None:
        self.children.append(child)
        child.start()

    def _prepare(self, env: dict[str, str]) -> None:
        """Database, files and the first sweep, in a process of its own that Ctrl-C ends as well."""
        process = spawn([sys.executable, "manage.py", "prepare"], env)
        try:
            self._until(lambda: process.poll() is not None)
        finally:
            if process.poll() is None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(GRACE)
                signal_group(process.pid, signal.SIGKILL)
                process.wait()
        if process.returncode != 0:
            raise CannotRun("")  # the command has said why

    def _wait_for(self, children: Sequence[Child]) -> None:
        waiting = list(children)

        def all_ready() -> bool:
            now = time.monotonic()
            for child in children:
                child.look_after(now)
            waiting[:] = [child for child in waiting if not child.is_ready()]
            return not waiting

        if not self._until(all_ready, STARTING):
            late = waiting[0]
            raise CannotRun(
                f"{late.name} did not become ready in {STARTING} s. It says: "
                f"{last_line(late.log) or 'nothing'}  (more in {late.log})"
            )

    def _until(self, done: Callable[[], bool], seconds: float | None = None) -> bool:
        """Wait until `done()`; False when `seconds` have passed. Raises Stopped when asked to stop."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not done():
            if self.stopping:
                raise Stopped
            if deadline is not None and time.monotonic() > deadline:
                return False
            self._sleep(LOOK)
        return True

    def _environment_of_children(self) -> dict[str, str]:
        env = dict(os.environ)
        env.pop("GUNICORN_CMD_ARGS", None)
        env |= {
            "DJANGO_SETTINGS_MODULE": choose_settings(),
            "VAR": str(self.environment.var),
            "PYTHONUNBUFFERED": "1",
        }
        return env

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def stop(number: int, frame: object) -> None:
            self.stopping = True

        def wake(number: int, frame: object) -> None:
            pass

        handlers = {signal.SIGINT: stop, signal.SIGTERM: stop, signal.SIGHUP: stop, signal.SIGCHLD: wake}
        before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        try:
            yield
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)

    def _sleep(self, seconds: float) -> None:
        """Sleep, but no longer than until the next signal: a child's death or the wish to stop."""
        readable, _, _ = select.select([self._wake_read], [], [], seconds)
        if readable:
            os.read(self._wake_read, 4096)
