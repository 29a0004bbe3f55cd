"""`python -m bench.desk.worker`: does what it is told, in the database of its environment, a line of JSON at a time.

{"leg": "page", "name": "queue"} is answered by {"found": …}, or {"error": …}. A process for each database, so that
measures in a large one and a small one can take turns.
"""

import json
import logging
import sys
import traceback
import warnings
from typing import Any

import django


def main() -> None:
    django.setup()
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore", message="No directory at")
    from bench.desk import sweeping, writing  # noqa: F401, PLC0415  they register; there are no models before the set-up
    from bench.desk.legs import LEGS  # noqa: PLC0415
    from bench.desk.seeding import seed  # noqa: PLC0415

    LEGS["seed"] = seed
    out = sys.stdout
    sys.stdout = sys.stderr  # nothing else may speak
    for line in sys.stdin:
        asked: dict[str, Any] = json.loads(line)
        try:
            answer = {"found": LEGS[asked.pop("leg")](**asked)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        out.write(f"{json.dumps(answer)}\n")
        out.flush()


if __name__ == "__main__":
    main()
