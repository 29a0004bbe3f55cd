"""`python -m tests.dying_imports SEED`: an import whose workers are killed. Run by tests/test_import_killed.py.

Under the settings of the environment it makes an empty portal, starts an import, and forks worker after worker that
goes on with it, now and then two at once; each dies (`kill -9`) before a statement of chance. The last may finish.
Prints what is there in the end, as JSON.
"""

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.db import connection, connections

django.setup()

from accounts.models import Account  # noqa: E402
from audit import chain  # noqa: E402
from audit.models import Event  # noqa: E402
from core import clock  # noqa: E402
from core.actors import COMMAND_LINE  # noqa: E402
from moderation.imports import workflow  # noqa: E402
from moderation.models import ImportBatch, ImportFile, Item  # noqa: E402
from moderation.states import BatchStatus  # noqa: E402
from school.models import School  # noqa: E402

KILLS = 20
ROWS = 3_000
BAD_EVERY = 50  # rows
MOST_CHUNKS = 3  # that a worker may finish
MOST_STATEMENTS = 30  # of its last chunk


def a_file() -> bytes:
    rows = ["received_at,text,author"]
    for number in range(ROWS):
        stamp = f"2026-10-{number % 28 + 1:02} 10:{number // 60 % 60:02}:{number % 60:02}"
        rows.append("," * 2 if number % BAD_EVERY == 7 else f"{stamp},Comment {number},Pat")
    return "\n".join(rows).encode()


def seed() -> ImportBatch:
    now = clock.now()
    School.objects.get_or_create(pk=1, defaults={"name": "St. Jude's", "set_up_at": now})
    account = Account.objects.create(
        name="Main page", platform="facebook", handle="main", created_at=now, monitored_from=now - timedelta(days=1)
    )
    batch = workflow.start(account, actor=COMMAND_LINE, file_name="a.csv", content=a_file())
    batch = workflow.map_columns(batch, actor=COMMAND_LINE, columns=workflow.columns_of(batch))
    return workflow.confirm(batch, actor=COMMAND_LINE, by_worker=False)


def fork(batch_id: int, chance: random.Random) -> int:
    """A worker that kills itself before some statement, after it has let some chunks pass."""
    chunks, statements = chance.randrange(MOST_CHUNKS), chance.randrange(MOST_STATEMENTS)
    pid = os.fork()
    if pid:
        return pid
    import_chunk = workflow.import_chunk

    def counted(*args: Any, **kwargs: Any) -> ImportBatch:
        nonlocal chunks
        chunks -= 1
        return import_chunk(*args, **kwargs)

    def dying(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal statements
        if chunks < 0:
            statements -= 1
        if statements < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    workflow.CHUNK, workflow.import_chunk = 40, counted
    try:
        with connection.execute_wrapper(dying):
            workflow.run_for_uploader(batch_id)
    finally:
        os._exit(0)


def main() -> None:
    chance = random.Random(int(sys.argv[1]))
    batch_id = seed().pk
    connections.close_all()
    killed = 0
    for number in range(KILLS):
        workers = [fork(batch_id, chance) for _ in range(2 if number % 5 == 0 else 1)]
        killed += sum(os.waitpid(pid, 0)[1] == signal.SIGKILL for pid in workers)
    after_kills = ImportBatch.objects.get(pk=batch_id).rows_done
    workflow.run_for_uploader(batch_id)
    batch = ImportBatch.objects.get(pk=batch_id)
    chunks = Event.objects.filter(verb="moderation.import_chunk").exclude(data__has_key="to")
    report = {
        "killed": killed,
        "after_kills": after_kills,
        "done": batch.status == BatchStatus.DONE,
        "rows": [batch.rows_done, batch.added, batch.already_there, batch.rejected],
        "items": Item.objects.count(),
        "rejected_rows": batch.rejected_rows.count(),
        "recorded": sum(event.data["added"] for event in chunks),
        "files": ImportFile.objects.count(),
        "fault": str(chain.verify()[1]),
    }
    sys.stdout.write(f"REPORT {json.dumps(report)}\n")


if __name__ == "__main__":
    main()
