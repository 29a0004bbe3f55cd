"""`python -m tests.on_postgresql ARGS…`: run pytest with ARGS on a PostgreSQL cluster made for it."""

import os
import signal
import subprocess
import sys

from tests import migrated
from tests.plugin import ALL_REQUIRED
from tests.servers import Missing, postgresql


def main() -> int:
    # A time limit ends us by this signal: the cluster must not outlive us.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with postgresql() as url:
            migrated.fill(url)
            command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
            environment = {**os.environ, "DATABASE_URL": url, "TEST_TEMPLATE": url.rpartition("/")[2]}
            return subprocess.run(command, env=environment).returncode
    except Missing as error:
        sys.stderr.write(f"The tests were not run on PostgreSQL: {error}.\n")
        return int(ALL_REQUIRED)


if __name__ == "__main__":
    sys.exit(main())
