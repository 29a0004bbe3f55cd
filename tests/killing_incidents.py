"""Settings for tests/test_packs_killed.py: a school's own, but a process kills itself where a plan says so.

A plan is a file in the folder KILL_PLANS, named as what it is about: a pack, the clocks of incidents, a time stamp.
Each of its lines is one kill still to come, taken by the next process that begins such a thing: "after 3" dies before
the fourth statement from there, and at the latest when only the commit is missing; "within 200" dies 200 ms later,
whatever it does then. A second number says whether the worker's parent dies too.
"""

import fcntl
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Timer
from typing import Any

from django.db.backends.signals import connection_created

from stjudes_portal.settings.base import *  # noqa: F403

SWEEP_EVERY_SECONDS = DELIVER_EVERY_SECONDS = DAILY_ROUND_EVERY_SECONDS = 2

BEGINS = {
    "pack": 'UPDATE "incidents_pack" SET "leased_until"',
    "clocks": 'INTO "incidents_clockstage"',
    "stamp": 'SET "time_stamp"',
}
LAST_WRITE = "UPDATE audit_head"


class Killer:
    """Counts the statements of a connection from where something begins for which there is a plan."""

    def __init__(self, plans: Path) -> None:
        self.plans = plans
        self.kind = ""
        self.left: int | None = None
        self.parent = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.hurry()
        begun = next((kind for kind, words in BEGINS.items() if words in sql), "")
        if begun and begun != "pack" and self.left is None:
            self.begin(begun)
        if self.left is not None:
            if self.left == 0:
                self.die()
            self.left -= 1
        result = execute(sql, params, many, context)
        if begun == "pack" and context["cursor"].rowcount == 1:  # it holds the lease
            self.begin(begun)
        if self.left is not None and LAST_WRITE in sql.replace('"', ""):
            self.die()
        return result

    def hurry(self) -> None:
        """Who dies holds a lease that runs out soon; whoever makes it in the end has all the time that it takes."""
        packs: Any = sys.modules.get("incidents.packs.workflow")
        if packs is not None:
            packs.LEASE = timedelta(seconds=3) if (self.plans / "pack").stat().st_size else timedelta(minutes=10)
        clocks: Any = sys.modules.get("incidents.assessing.sweep")
        if clocks is not None:
            clocks.CHUNK = 4
        mail: Any = sys.modules.get("notifications.workflow")
        if mail is not None:
            mail.LEASE = timedelta(seconds=3)

    def begin(self, kind: str) -> None:
        self.left = None
        with (self.plans / kind).open("r+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            lines = file.read().splitlines()
            file.seek(0)
            file.write("".join(f"{line}\n" for line in lines[1:]))
            file.truncate()
        if not lines:
            return
        how, number, parent = lines[0].split()
        self.kind, self.parent = kind, parent == "1"
        if how == "after":
            self.left = int(number)
        else:
            timer = Timer(int(number) / 1000, self.die)
            timer.daemon = True
            timer.start()

    def die(self) -> None:
        with (self.plans / "deaths").open("a", encoding="ascii") as file:
            file.write(f"{self.kind}\n")
        if self.parent:
            os.kill(os.getppid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


def _watch(connection: Any, **_: Any) -> None:
    if not connection.execute_wrappers:  # it is the same object, whenever it connects again
        connection.execute_wrappers.append(Killer(Path(os.environ["KILL_PLANS"])))


connection_created.connect(_watch, weak=False)
