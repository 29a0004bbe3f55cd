"""Settings for tests/test_sweep_killed.py: a school's own, but a process that sweeps kills itself when a plan says so.

The plan is a file (KILL_PLAN) with one line for each kill still to come: how many chunks to let pass first, before
which statement of the next chunk to die (0: before the first write), and whether the worker's parent dies too.
A chunk that has fewer statements dies after the last of them, when only the commit is missing.
"""

import fcntl
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.backends.signals import connection_created

from stjudes_portal.settings.base import *  # noqa: F403

SWEEP_EVERY_SECONDS = DELIVER_EVERY_SECONDS = 2

FIRST_WRITE = ('INTO "moderation_itemstage"', 'INTO "moderation_digest"')  # a chunk; telling people
LAST_WRITE = "UPDATE audit_head"


class Killer:
    """Counts the statements of a chunk, from its first write to the moment before its commit."""

    def __init__(self, plan: Path) -> None:
        self.plan = plan
        self.passed = 0
        self.count: int | None = None

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        sweep = sys.modules.get("moderation.sweep")
        if sweep is not None:
            sweep.CHUNK = 100  # type: ignore[attr-defined]  five chunks in this test
        if self.count is None and any(write in sql for write in FIRST_WRITE):
            self.count = 0
        if self.count is None:
            return execute(sql, params, many, context)
        self.die_if_planned(self.count)
        self.count += 1
        result = execute(sql, params, many, context)
        if LAST_WRITE in sql.replace('"', ""):
            self.die_if_planned(10_000)
            self.passed, self.count = self.passed + 1, None
        return result

    def die_if_planned(self, at: int) -> None:
        with self.plan.open("r+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            lines = file.read().splitlines()
            if not lines:
                return
            chunks, statement, parent = (int(word) for word in lines[0].split())
            if self.passed < chunks or at < statement:
                return
            file.seek(0)
            file.write("".join(f"{line}\n" for line in lines[1:]))
            file.truncate()
            file.flush()
        if parent:
            os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


def _watch(connection: Any, **_: Any) -> None:
    connection.execute_wrappers.append(Killer(Path(os.environ["KILL_PLAN"])))


connection_created.connect(_watch, weak=False)
