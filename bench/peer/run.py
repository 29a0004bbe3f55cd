"""`python -m bench.peer.run [TICKETS]`: install django-helpdesk under `var/peer`, and measure it on PostgreSQL.

On a cluster made for it, or on the server of BENCH_SERVER. Fewer rows than ours may be asked for: the table says how
many. Each leg is done once, or thrice where it takes less than ten seconds; JSON goes under `var/`.
"""

import os
import subprocess
import sys
import venv
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import psycopg2

from stjudes_portal.environment import ROOT
from tests.servers import postgresql

TICKETS = 100_000
PACKAGES = ("django-helpdesk==2.6.1", "psycopg2-binary==2.9.13", "setuptools")


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
        subprocess.run([python, script, f"{base}/peer", str(tickets), result], check=True, cwd=var)


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
        cursor.execute("DROP DATABASE IF EXISTS peer")
        cursor.execute("CREATE DATABASE peer")
    connection.close()


if __name__ == "__main__":
    main()
