"""Legs that write: comments out of a file, and one verb by eight people at once."""

import multiprocessing
import os
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection, connections, transaction
from psycopg2.extras import execute_values

from accounts.models import Account, Runner
from bench.desk.legs import leg, timed
from bench.measures import a_file
from core import clock
from core.actors import COMMAND_LINE
from moderation import workflow as desk
from moderation.imports import workflow
from moderation.models import Item
from moderation.states import BatchStatus
from people.models import User

AT_ONCE = 8
OURS = "https://example.org/bench"  # how the links begin of what is brought in here
_rows: list[tuple[Any, ...]] = []
_names = [field.attname for field in Item._meta.concrete_fields if not field.generated and not field.primary_key]


@leg
def bring_in(rows: int) -> float:
    """From the bytes of a file to the last comment: read, judged, checked, timed, looked through, stored, recorded."""
    content, account = a_file(rows, OURS), Account.objects.earliest("pk")

    def run() -> None:
        batch = workflow.start(account, actor=COMMAND_LINE, file_name="bench.csv", content=content)
        batch = workflow.map_columns(batch, actor=COMMAND_LINE, columns=workflow.columns_of(batch))
        batch = workflow.confirm(batch, actor=COMMAND_LINE, by_worker=False)
        batch = workflow.run(batch, actor=COMMAND_LINE)
        assert (batch.status, batch.added) == (BatchStatus.DONE, rows)  # noqa: S101

    took = timed(run)[0]
    _rows[:] = Item.objects.filter(batch__account=account, permalink__startswith=OURS).values_list(*_names)
    _take_out(account)
    return took


@leg
def bring_in_plainly(rows: int) -> float:
    """The least: the same rows, ready, by INSERT … ON CONFLICT DO NOTHING, in transactions of the same size."""
    account = Account.objects.earliest("pk")
    columns = ", ".join(f'"{name}"' for name in _names)
    assert len(_rows) == rows, len(_rows)  # noqa: S101
    at = _names.index("batch_id")
    ready = [(*row[:at], None, *row[at + 1 :]) for row in _rows]

    def store() -> None:
        for start in range(0, rows, workflow.CHUNK):
            with transaction.atomic(), connection.cursor() as cursor:
                execute_values(
                    cursor.cursor,
                    f"INSERT INTO moderation_item ({columns}) VALUES %s ON CONFLICT DO NOTHING",  # noqa: S608
                    ready[start : start + workflow.CHUNK],
                    page_size=1000,
                )

    took = timed(store)[0]
    _take_out(account)
    return took


def _take_out(account: Account) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS gone (id bigint); TRUNCATE gone")
        cursor.execute(
            "INSERT INTO gone SELECT id FROM moderation_item WHERE account_id = %s AND permalink LIKE %s",
            [account.pk, f"{OURS}%"],
        )
        cursor.execute("DELETE FROM moderation_hint WHERE item_id IN (SELECT id FROM gone)")
        # Tables that point to comments are asked for each that goes, unless the checks are off.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM moderation_item WHERE id IN (SELECT id FROM gone)")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("DELETE FROM moderation_recount")
        cursor.execute("VACUUM moderation_item")


@leg
def acknowledge(each: int) -> float:
    """Eight people at once, each with comments of their own: the whole verb, from reading the comment on.

    As in a server that runs already, each has a connection, and one comment goes before the clock starts.
    """
    ids = _open(AT_ONCE * (each + 1))
    admin = User.objects.get(full_name="Ada Admin").pk
    runs = dict(Runner.objects.filter(until_at=None).order_by("-pk").values_list("account", "person"))
    accounts = dict(Item.objects.filter(pk__in=ids).values_list("pk", "account"))

    def work(place: int, pk: int) -> None:
        # Both read anew each time, as a request does; half of the people are Administrators.
        person = User.objects.get(pk=admin if place % 2 else runs[accounts[pk]])
        desk.acknowledge(Item.objects.get(pk=pk), actor=person, text="Thank you. We will answer soon.")

    took = _together(work, ids)
    assert Item.objects.filter(pk__in=ids, status="acknowledged").count() == len(ids)  # noqa: S101
    _reopen(ids)
    return took


@leg
def acknowledge_plainly(each: int) -> float:
    """The least: a transaction that writes the same rows, in plain SQL, and holds the same last row."""
    ids, me, now = _open(AT_ONCE * (each + 1)), User.objects.earliest("pk").pk, clock.now()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_event (LIKE audit_event INCLUDING ALL)")
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_head (LIKE audit_head INCLUDING ALL)")
        cursor.execute("TRUNCATE bench_event, bench_head; INSERT INTO bench_head VALUES (1, 0, '')")

    def work(place: int, pk: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            _write_plainly(cursor, pk, me, now)

    took = _together(work, ids)
    _reopen(ids)
    return took


def _write_plainly(cursor: Any, pk: int, me: int, now: datetime) -> None:
    cursor.execute("SELECT * FROM moderation_item WHERE id = %s FOR UPDATE", [pk])
    cursor.execute(
        """UPDATE moderation_item SET status = 'acknowledged', responded_at = %s, responded_by_id = %s, sweep_at = NULL,
        claimed_by_id = %s, claimed_at = %s, claimed_until = %s, revision = revision + 1 WHERE id = %s""",
        [now, me, me, now, now, pk],
    )
    cursor.execute(
        """INSERT INTO moderation_response (item_id, kind, status, text, action, house_rule, public_explanation,
        held_back, held_back_because, posted_by_name, preserved_text, preserved_digest, written_by_id, written_at,
        posted_at, confirmed_by_id, confirmed_at) VALUES
        (%s, 'acknowledgement', 'posted', 'Thank you.', '', '', '', false, '', '', '', '', %s, %s, %s, %s, %s)""",
        [pk, me, now, now, me, now],
    )
    cursor.execute("INSERT INTO moderation_recount (account_id, day) VALUES (1, %s)", [now.date()])
    cursor.execute("SELECT last_id FROM bench_head WHERE id = 1 FOR UPDATE")
    number = cursor.fetchone()[0] + 1
    cursor.execute(
        """INSERT INTO bench_event VALUES (%s, %s, 'person:1', 'moderation.acknowledge', false, 'moderation.item', %s,
        '{}', %s, %s)""",
        [number, now, str(pk), "0" * 64, "0" * 64],
    )
    cursor.execute("UPDATE bench_head SET last_id = %s, digest = %s WHERE id = 1", [number, "0" * 64])


def _open(number: int) -> list[int]:
    waiting = Item.objects.filter(rank=1, due_at__gt=clock.now(), responded_at=None, claimed_by=None)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:number])
    assert len(ids) == number, len(ids)  # noqa: S101
    return ids


def _reopen(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM moderation_response WHERE item_id = ANY(%s)", (ids,))
        cursor.execute("DELETE FROM moderation_undo WHERE item_id = ANY(%s)", (ids,))
        cursor.execute(
            """UPDATE moderation_item SET status = 'open', responded_at = NULL, responded_by_id = NULL,
            claimed_by_id = NULL, claimed_at = NULL, claimed_until = NULL, sweep_at = due_at WHERE id = ANY(%s)""",
            (ids,),
        )
        cursor.execute("DELETE FROM moderation_recount")
        cursor.execute("VACUUM moderation_item, moderation_response")


def _together(work: Callable[[int, int], None], ids: list[int]) -> float:
    """Eight processes, each with a connection of its own. Seconds from when all are ready to the last one's end."""
    connections.close_all()
    go = multiprocessing.Barrier(AT_ONCE + 1)
    children = []
    for place in range(AT_ONCE):
        pid = os.fork()
        if not pid:
            try:
                first, *rest = ids[place::AT_ONCE]
                work(place, first)
                go.wait(60)
                for pk in rest:
                    work(place, pk)
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                go.abort()
            finally:
                os._exit(1)
        children.append(pid)
    go.wait(60)
    began = time.perf_counter()
    failed = sum(os.waitpid(pid, 0)[1] != 0 for pid in children)
    assert not failed, failed  # noqa: S101
    return time.perf_counter() - began
