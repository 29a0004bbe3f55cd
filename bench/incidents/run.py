"""`python -m bench.incidents.run`: the incidents room after ten years, on SQLite and on PostgreSQL, one after another.

Each in a database of its own that is gone afterwards. The seconds are this machine's; the ratios can be compared.
`-v` prints the questions that read a large table from end to end. ONLY="sqlite" or ONLY="postgresql" does one.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from stjudes_portal.environment import ROOT
from tests.servers import Missing, postgresql

DATABASES: dict[str, Callable[[], AbstractContextManager[str]]] = {
    "sqlite": lambda: nullcontext(""),
    "postgresql": lambda: postgresql(durable=True),
}


def main() -> None:
    only = os.environ.get("ONLY", "").split()
    failed = 0
    for name, server in DATABASES.items():
        if not only or name in only:
            failed |= _measure(name, server)
    sys.exit(failed)


def _measure(name: str, server: Callable[[], AbstractContextManager[str]]) -> int:
    sys.stdout.write(f"The incidents room, 5,000 incidents, {name}\n")
    sys.stdout.flush()
    folder = tempfile.TemporaryDirectory(prefix="portal-bench-", ignore_cleanup_errors=True)
    try:
        with folder as var, server() as url:
            environment = {**os.environ, "VAR": var, "DJANGO_SETTINGS_MODULE": "stjudes_portal.settings.test"}
            environment["DATABASE_URL"] = url
            command = [sys.executable, "-m", "bench.incidents.one", *sys.argv[1:]]
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    except Missing as missing:
        sys.stdout.write(f"  not measured: {missing}\n")
        return 0


if __name__ == "__main__":
    main()
