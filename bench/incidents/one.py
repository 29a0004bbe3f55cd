"""`python -m bench.incidents.one`: fills the empty database of its environment, and measures in it."""

import logging
import sys
import warnings
from itertools import chain

import django


def main() -> None:
    django.setup()
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore", message="No directory at")
    from bench.incidents import packing, pages, works  # noqa: PLC0415  there are no models before the set-up
    from bench.incidents.seeding import seed  # noqa: PLC0415
    from bench.timing import seconds  # noqa: PLC0415

    made = []
    took = seconds(lambda: made.append(seed()))
    sys.stdout.write(f"  seeded in {took:.0f} s\n")
    long = made[0]
    for found in chain(works.measure(long), pages.measure(long), packing.measure(long)):
        sys.stdout.write(f"{found.line()}\n")
        sys.stdout.flush()
        if "-v" in sys.argv:
            for table, questions in found.whole.items():
                sys.stdout.write("".join(f"      {table}: {sql[:1500]}\n" for sql in questions))


if __name__ == "__main__":
    main()
