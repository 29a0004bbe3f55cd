"""`python -m bench.peer.run [TICKETS]`: django-helpdesk on PostgreSQL, and the portal with the same number of rows.

It is installed under `var/peer`. Both are measured on a cluster made for it, or on the server of BENCH_SERVER, first
the peer and then ours, each leg once, or thrice where the peer takes less than ten seconds. As many are late at once on
both sides. Its `escalate_tickets` asks for each ticket by itself, so at a million rows it would take hours: this is the
comparison that can be made within minutes. A table on the screen, JSON under `var/`.
"""

import json
import os
import statistics
import subprocess
import sys
import venv
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2

from bench.desk.run import Worker
from bench.desk.table import Row, Table
from stjudes_portal.environment import ROOT
from tests.servers import postgresql

TICKETS = 20_000
FASTER = 60  # times, a sweep with many late
PACKAGES = ("django-helpdesk==2.6.1", "psycopg2-binary==2.9.13", "setuptools")
PEER, OURS = "peer", "beside_peer"


def main() -> None:
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else TICKETS
    var = Path(os.environ.get("VAR", ROOT / "var"))
    python = _installed(var / "peer")
    with ExitStack() as ends:
        given = os.environ.get("BENCH_SERVER")
        base = given or ends.enter_context(postgresql(durable=True)).rsplit("/", 1)[0]
        _create_anew(f"{base}/portal")
        result = var / f"bench-peer-{datetime.now(UTC):%Y%m%d-%H%M%S}.json"
        script = ROOT / "bench" / "peer" / "measured.py"
        subprocess.run([python, script, f"{base}/{PEER}", str(tickets), result], check=True, cwd=var)
        theirs = json.loads(result.read_text(encoding="utf-8"))
        worker = Worker(f"{base}/{OURS}", str(var / "beside-peer"))
        ends.callback(worker.end)
        table = _compared(worker, theirs)
        result.write_text(json.dumps({**table.as_json(), "peer": theirs}, indent=1), encoding="utf-8")
        table.end(result)


def _compared(ours: Worker, theirs: dict[str, Any]) -> Table:
    """The same number of rows, of which as many wait, and as many are late at once."""
    tickets, late = theirs["tickets"], theirs["late"]
    ours("seed", items=tickets, waiting=theirs["waiting"])
    table = Table(f"Beside django-helpdesk, {tickets:,} rows each", 1, {"large": ours("facts")})
    table.begin()
    pairs = {
        "sweep, nothing due": ("escalate_tickets, nothing due", ours("sweep_nothing")),
        "queue, first page": ("list data, 50 rows", ours("page", name="queue", times=5)),
        "comment's page": ("ticket's page", ours("page", name="item", times=5)),
        "SLA dashboard": ("dashboard", ours("page", name="figures", times=5)),
    }
    for what, (name, times) in pairs.items():
        table.add(_row(what, name, times, theirs))
    ours("make_late", number=late)
    row = _row(f"sweep, {late:,} late", "escalate_tickets, late", [ours("breach")["seconds"]], theirs)
    row.goal = f"≥ {FASTER}× as fast"
    row.judge(f"{1 / row.ratio:.0f}×", ok=row.ratio * FASTER <= 1)
    table.add(row)
    return table


def _row(what: str, name: str, times: list[float], theirs: dict[str, Any]) -> Row:
    row = Row(what, name)
    row.add(statistics.median(times), statistics.median(theirs[name]))
    return row


def _installed(folder: Path) -> Path:
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return python


def _create_anew(url: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for name in (PEER, OURS):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
            cursor.execute(f'CREATE DATABASE "{name}"')
    connection.close()


if __name__ == "__main__":
    main()
