"""`python -m tests.digest_key_at_once`: many ask at the same moment for the key of the digests that nobody has yet.

Run by tests/test_digest_key_at_once.py under the settings of the environment. Each thread has a connection of its own;
the round is repeated with the key taken away again. Prints what came of it, as JSON.
"""

import json
import sys
from threading import Barrier, Thread

import django
from django.db import connections, transaction

django.setup()

from accounts.vault import fingerprints  # noqa: E402
from accounts.vault.models import FingerprintKey  # noqa: E402

ROUNDS, AT_ONCE = 12, 6


def ask(barrier: Barrier, answers: list[str]) -> None:
    """As a verb does, within its transaction."""
    try:
        connections["default"].ensure_connection()
        barrier.wait(30)
        with transaction.atomic():
            answers.append(fingerprints.of("password", "the same for all") or "")
    except Exception as error:
        answers.append(f"fault: {error!r}")
    finally:
        connections.close_all()


def main() -> None:
    rounds = []
    for _ in range(ROUNDS):
        FingerprintKey.objects.all().delete()
        barrier, answers = Barrier(AT_ONCE), list[str]()
        threads = [Thread(target=ask, args=(barrier, answers)) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        rounds.append({"answers": answers, "keys": FingerprintKey.objects.count()})
    sys.stdout.write(f"REPORT {json.dumps(rounds)}\n")


if __name__ == "__main__":
    main()
