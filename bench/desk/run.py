"""`python -m bench.desk.run [ITEMS]`: the desk at a million comments (or ITEMS) and at a thousand, in turns.

On a PostgreSQL cluster of its own, as durable as a real one. Rounds take turns, so that what else the machine does
meets both sides; the figure is the median of the ratios of each round. A table on the screen and JSON under `var/`.

ROUNDS=9 is how many, ONLY="queue imports" which parts. BENCH_SERVER=postgres://user@host:port uses a server that is
there, and on it the databases `large` and `small` as an earlier run left them. The peer: `bench.peer`.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2

from bench.desk.table import Row, Table
from stjudes_portal.environment import ROOT
from tests.servers import postgresql

LARGE, SMALL = "large", "small"
ITEMS, WAITING = 1_000_000, 20_000
FEW, FEW_WAITING = 1_000, 200
ROUNDS = int(os.environ.get("ROUNDS", "7"))
MANY, MOST = 10_000, 100_000  # that are late at once
IMPORTED = 10_000
ACKNOWLEDGED = 60  # by each of eight people in a round


class Worker:
    """A process with a database of its own: `worker("page", name="queue")` is what the leg found."""

    def __init__(self, url: str, folder: str) -> None:
        self._place = (url, folder)
        environment = {
            **os.environ, "DATABASE_URL": url, "VAR": folder, "DJANGO_SETTINGS_MODULE": "stjudes_portal.settings.test"
        }  # fmt: skip
        command = [sys.executable, "-m", "bench.desk.worker"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, leg: str, **how: Any) -> Any:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None  # noqa: PT018, S101  pipes both
        stdin.write(f"{json.dumps({'leg': leg, **how})}\n")
        stdin.flush()
        line = stdout.readline()
        answer = json.loads(line) if line else {"error": "the worker ended"}
        if "error" in answer:
            raise RuntimeError(f"{leg}: {answer['error']}")
        return answer["found"]

    def another(self) -> "Worker":
        """One more process for the same database, which has done nothing yet."""
        return Worker(*self._place)

    def end(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(60)


def main() -> None:
    items = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    only = os.environ.get("ONLY", "").split()
    table = Table(f"The moderation desk, {items:,} comments", ROUNDS)
    with _workers() as (large, small):
        seeded = large("seed", items=items, waiting=min(WAITING, items // 5))
        small("seed", items=FEW, waiting=FEW_WAITING)
        table.facts = {"large": large("facts"), "small": small("facts"), "seeding": seeded}
        table.begin()
        for name, part in PARTS.items():
            if not only or name in only:
                for row in part(large, small):
                    table.add(row)
    path = Path(os.environ.get("VAR", ROOT / "var")) / f"bench-desk-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(table.as_json(), indent=1), encoding="utf-8")
    table.end(path)


@contextmanager
def _workers() -> Iterator[tuple[Worker, Worker]]:
    """One with a large database and one with a small, on one server."""
    with ExitStack() as ends:
        folder = ends.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-", ignore_cleanup_errors=True))
        given = os.environ.get("BENCH_SERVER")
        base = given or ends.enter_context(postgresql(durable=True)).rsplit("/", 1)[0]
        for name in (LARGE, SMALL):
            _create(f"{base}/portal", name)
        workers = [Worker(f"{base}/{name}", f"{folder}/{name}") for name in (LARGE, SMALL)]
        for worker in workers:
            ends.callback(worker.end)
        yield workers[0], workers[1]


def _create(url: str, name: str) -> None:
    """Make a database, where it is not there."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor, suppress(psycopg2.errors.DuplicateDatabase):
        cursor.execute(f'CREATE DATABASE "{name}"')


Part = Callable[[Worker, Worker], Iterator[Row]]
PARTS: dict[str, Part] = {}


def part(function: Part) -> Part:
    PARTS[function.__name__] = function
    return function


@part
def idle(large: Worker, small: Worker) -> Iterator[Row]:
    """A sweep with nothing due."""
    ours, floor, few = Row("sweep, nothing due", "indexed SQL", goal="≤ 10 ms over"), [], Row("", "")
    for _ in range(ROUNDS):
        mine, least = statistics.median(large("sweep_nothing")), statistics.median(large("find_nothing"))
        ours.add(mine, least)
        few.add(mine, statistics.median(small("sweep_nothing")))
        floor.append(mine - least)
    over = statistics.median(floor) * 1000
    ours.judge(f"{over:.1f} ms over", ok=over <= 10)
    yield ours
    few.what, few.beside, few.goal = "sweep, nothing due, large", "the same at 1,000", "constant (≤ 1.3×)"
    few.judge_ratio(1.3)
    yield few


@part
def queue(large: Worker, small: Worker) -> Iterator[Row]:
    """The queue's first page, page 200, and the same in a small desk. p95: of all rounds' times together."""
    first = Row("queue, first page", "bare view, same rows", goal="≤ 2×")
    later = Row("queue, page 200", "page 1", goal="≤ 1.1×")
    spread = Row("queue, p95", f"p95 at {FEW:,}", goal="≤ 1.3×")
    all_mine, all_few = [], []
    for _ in range(ROUNDS):
        mine, few = large("page", name="queue", times=20), small("page", name="queue", times=20)
        all_mine += mine
        all_few += few
        least, deep = large("page", name="bare_queue", times=20), large("page", name="queue_200", times=20)
        first.add(statistics.median(mine), statistics.median(least))
        later.add(statistics.median(deep), statistics.median(mine))
    spread.add(_p95(all_mine), _p95(all_few))
    for row, most in ((first, 2), (later, 1.1), (spread, 1.3)):
        row.judge_ratio(most)
        yield row


@part
def item(large: Worker, small: Worker) -> Iterator[Row]:
    """The page of one comment, with its thread and its author's others."""
    row = Row("comment's page", "bare view, same rows", goal="≤ 2.5×")
    for _ in range(ROUNDS):
        mine, least = large("page", name="item", times=10), large("page", name="bare_item", times=10)
        row.add(statistics.median(mine), statistics.median(least))
    row.judge_ratio(2.5)
    yield row


@part
def figures(large: Worker, small: Worker) -> Iterator[Row]:
    """The SLA dashboard for a term."""
    row = Row("SLA dashboard", "one read of its rollups", goal="≤ 3×")
    live = Row("SLA dashboard", "live aggregates", goal="< 1×")
    for _ in range(ROUNDS):
        mine = statistics.median(large("page", name="figures", times=5))
        row.add(mine, large("rollups"))
        live.add(mine, large("live"))
    row.judge_ratio(3)
    live.judge_ratio(1)
    yield row
    yield live


@part
def imports(large: Worker, small: Worker) -> Iterator[Row]:
    """Comments out of a file."""
    row = Row(f"import of {IMPORTED:,} from CSV", "INSERT … ON CONFLICT", goal="≥ 25 % of its rate", number=IMPORTED)
    for _ in range(ROUNDS):
        mine = large("bring_in", rows=IMPORTED)
        row.add(mine, large("bring_in_plainly", rows=IMPORTED))
    row.judge_ratio(4)
    yield row


@part
def acknowledging(large: Worker, small: Worker) -> Iterator[Row]:
    """One verb, eight at once."""
    number = 8 * ACKNOWLEDGED
    row = Row("acknowledge, 8 at once", "the same rows, plain SQL", goal="≥ 150/s", number=number)
    for _ in range(ROUNDS):
        row.add(large("acknowledge", each=ACKNOWLEDGED), large("acknowledge_plainly", each=ACKNOWLEDGED))
    rate = number / statistics.median(row.ours)
    row.judge(f"{rate:.0f}/s", ok=rate >= 150)
    yield row


@part
def late(large: Worker, small: Worker) -> Iterator[Row]:
    """A sweep that finds thousands late at once, and the dashboard after it."""
    most = min(MOST, large("facts")["items"] // 4)
    for number, rounds in ((min(MANY, most), ROUNDS), (most, 1)):
        row = Row(f"sweep, {number:,} late", "UPDATE … RETURNING + INSERT", goal="≤ 4×", number=number)
        memory, whole = [], True
        for _ in range(rounds):
            before = statistics.median(large("page", name="figures", times=15)) if number == most else 0.0
            found = _breach(large, number)
            after = statistics.median(large("page", name="figures", times=15)) if number == most else 0.0
            large("make_late", number=number)
            row.add(found["seconds"], large("breach_plainly", number=number, stages=found["stages"]))
            memory.append(found["memory"])
            whole &= found["whole"]
        large("put_back", number=number)
        row.judge_ratio(4)
        row.note = f"none missed or doubled: {'yes' if whole else 'NO'}; at most {max(memory):.0f} MiB above idle"
        row.ok = bool(row.ok and whole and (number != most or max(memory) <= 50))
        yield row
        if number == most:
            again = Row("SLA dashboard after that sweep", "itself before", goal="≤ 1.5×")
            again.add(after, before)
            again.judge_ratio(1.5)
            yield again


def _breach(large: Worker, number: int) -> dict[str, Any]:
    """So many late at once, swept by a process that has swept with nothing due before."""
    sweeper = large.another()
    try:
        sweeper("sweep_nothing")
        large("make_late", number=number)
        found = sweeper("breach")
    finally:
        sweeper.end()
    left = large("left", number=number)
    return {**found, "stages": left["stages"], "whole": left["breached"] == left["recorded"] == number}


def _p95(times: list[float]) -> float:
    return sorted(times)[max(round(len(times) * 0.95) - 1, 0)]


if __name__ == "__main__":
    main()
