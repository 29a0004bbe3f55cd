"""`python -m tests.journey.inside`: runs what a journey wants done inside its portal, one piece after the other.

A process that stays: starting one for each piece takes longer than most of what they do. Each line of input is a
piece of Python as JSON, each line of output what it printed, or how it failed.
"""

import json
import sys
import traceback
from contextlib import redirect_stdout
from io import StringIO

import django
from django.db import connections


def run(code: str) -> tuple[bool, str]:
    printed = StringIO()
    try:
        with redirect_stdout(printed):
            exec(f"from tests.journey.settled import *\n{code}", {"__name__": "inside"})  # noqa: S102
    except Exception:
        return False, traceback.format_exc()
    finally:
        connections.close_all()
    return True, printed.getvalue().strip()


def main() -> None:
    django.setup()
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(run(json.loads(line)))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
