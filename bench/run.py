"""How much dearer our work is than the least that the database needs for the same rows: `make bench`.

`python -m bench.run [ROWS]`. All is measured in one run on one machine, in a portal of its own in a temporary folder,
so that the ratios can be compared between machines; the seconds cannot. With DATABASE_URL it fills that database,
which must be empty.
"""

import logging
import os
import sys
import tempfile
import warnings
from itertools import chain

import django

from bench.timing import HEADING

ROWS = 10_000


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory(prefix="portal-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "stjudes_portal.settings.test"  # needs no collected files
        django.setup()
        logging.disable(logging.WARNING)
        warnings.filterwarnings("ignore", message="No directory at")
        from bench import keys, official, reveals  # noqa: PLC0415  there are no models before the set-up
        from bench.measures import measure  # noqa: PLC0415

        sys.stdout.write(f"{HEADING}\n")
        for result in chain(measure(rows), keys.measure(rows), official.measure(), reveals.measure()):
            sys.stdout.write(f"{result.line()}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
