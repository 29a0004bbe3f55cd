"""Legs about the sweep: with nothing due, and with thousands that are late at once, as after an outage."""

import contextlib
import gc
from pathlib import Path

from django.db import connection, transaction
from psycopg2.extras import execute_values

from bench.desk.legs import leg, timed
from core import clock
from moderation import sweep
from moderation.models import Item, ItemStage
from moderation.states import Stage

SOME = 10  # times that what takes a moment is done in a leg


@leg
def sweep_nothing() -> list[float]:
    sweep.run()
    return timed(sweep.run, SOME)


@leg
def find_nothing() -> list[float]:
    """The least: an index is asked for what is due, and says that there is nothing."""

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sweep_at, id FROM moderation_item WHERE sweep_at <= %s ORDER BY sweep_at, id LIMIT 1",
                [clock.now()],
            )
            assert cursor.fetchone() is None  # noqa: S101

    ask()
    return timed(ask, SOME)


@leg
def make_late(number: int) -> None:
    """Have so many comments wait, all of them late since a moment and not noticed yet; what a sweep wrote is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM moderation_item WHERE sweep_at IS NULL ORDER BY id DESC LIMIT %s", [number])
        if len(_ids) < number:
            _ids[:] = [pk for (pk,) in cursor.fetchall()]
        ids = _ids[:number]
        cursor.execute(
            "DELETE FROM moderation_digest_stages; DELETE FROM moderation_digest; TRUNCATE moderation_untold"
        )
        cursor.execute("DELETE FROM moderation_itemstage WHERE item_id = ANY(%s)", [ids])
        cursor.execute(
            """UPDATE moderation_item SET status = 'open', responded_at = NULL, responded_by_id = NULL,
            breached_at = NULL, closed_at = NULL, closed_by_id = NULL, closed_reason = '',
            received_at = %(now)s - interval '24 hours' - interval '1 second' * (60 + id %% 20000),
            detected_at = %(now)s, due_at = %(now)s - interval '1 second' * (60 + id %% 20000),
            sweep_at = %(now)s - interval '1 second' * (60 + id %% 20000) WHERE id = ANY(%(ids)s)""",
            {"now": clock.now(), "ids": ids},
        )
        cursor.execute("VACUUM (ANALYZE) moderation_item, moderation_itemstage")
        cursor.execute("CHECKPOINT")


_ids: list[int] = []


@leg
def breach() -> dict[str, float]:
    """A sweep of all that is late by now. `memory`: MiB at its highest, above what the process had before.

    For a process that does nothing else: it has swept with nothing due, as a worker does every minute.
    """
    gc.collect()
    idle = _memory("VmRSS")
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew; without, it can but be higher
    took = timed(sweep.run)[0]
    return {"seconds": took, "memory": _memory("VmHWM") - idle}


@leg
def left(number: int) -> dict[str, int]:
    """What the sweep left of all that `make_late` made late."""
    ids = _ids[:number]
    stages = ItemStage.objects.filter(item__in=ids)
    return {
        "breached": Item.objects.filter(pk__in=ids, breached_at__isnull=False).count(),
        "recorded": stages.filter(stage=Stage.BREACH).count(),
        "stages": stages.count(),
    }


@leg
def breach_plainly(number: int, stages: int) -> float:
    """The least: one UPDATE … RETURNING, and the rows of as many stages inserted a thousand at a time."""
    names = [Stage.BREACH, *(f"step{at}" for at in range(max(stages // number - 1, 0)))]
    now = clock.now()

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                """UPDATE moderation_item SET breached_at = due_at, sweep_at = due_at + interval '30 hours'
                WHERE sweep_at <= %s AND status = 'open' AND in_figures RETURNING id, due_at""",
                [now],
            )
            found = cursor.fetchall()
            assert len(found) == number, len(found)  # noqa: S101
            rows = [(pk, str(name), due_at, now) for pk, due_at in found for name in names]
            execute_values(
                cursor.cursor,
                "INSERT INTO moderation_itemstage (item_id, stage, at, noticed_at) VALUES %s",
                rows,
                page_size=1000,
            )

    return timed(work)[0]


@leg
def put_back(number: int) -> None:
    """Have them answered again, so that the desk is as it was."""
    ids = _ids[:number]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM moderation_digest_stages; DELETE FROM moderation_digest; TRUNCATE moderation_untold"
        )
        cursor.execute("DELETE FROM moderation_itemstage WHERE item_id = ANY(%s)", [ids])
        cursor.execute(
            """UPDATE moderation_item SET status = 'answered', responded_at = due_at, sweep_at = NULL,
            breached_at = NULL, responded_by_id = (SELECT MIN(id) FROM people_user) WHERE id = ANY(%s)""",
            [ids],
        )
        cursor.execute("VACUUM (ANALYZE)")


def _memory(name: str) -> float:
    """MiB of this process."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)
