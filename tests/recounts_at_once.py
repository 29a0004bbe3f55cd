"""`python -m tests.recounts_at_once SEED`: people change comments while two sweeps count the figures, all at once.

Run by tests/test_recounts_at_once.py under the settings of the environment. Threads with connections of their own
acknowledge and close comments of the same few days; two others count until they are done. Prints what came of it,
as JSON.
"""

import json
import random
import sys
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

import django
from django.db import connections

django.setup()

from accounts.models import Account, Runner  # noqa: E402
from core import clock  # noqa: E402
from moderation import workflow  # noqa: E402
from moderation.figures import recounting  # noqa: E402
from moderation.models import Item, Recount, Rollup  # noqa: E402
from moderation.workflow import NewItem, add_many  # noqa: E402
from people.models import Role, RoleGrant, User  # noqa: E402
from school.models import School  # noqa: E402

ITEMS = 120
faults: list[str] = []


def seed(chance: random.Random) -> User:
    now = clock.now()
    School.objects.get_or_create(pk=1, defaults={"name": "St. Jude's", "set_up_at": now})
    person = User.objects.create(full_name="Tom Teacher", email="tom@stjudes.example", joined_at=now)
    RoleGrant.objects.create(person=person, role=Role.STAFF, granted_at=now)
    for number in range(2):
        account = Account.objects.create(
            name=f"Account {number}", platform="facebook", handle=f"a{number}", created_at=now,
            monitored_from=now - timedelta(days=30),
        )  # fmt: skip
        Runner.objects.create(account=account, person=person, is_lead=True, from_at=now)
        rows = [NewItem(f"Comment {at}", now - timedelta(minutes=chance.randrange(60 * 40))) for at in range(ITEMS)]
        add_many(account, rows, actor=person)
    return person


def thread(work: Callable[[], None]) -> Thread:
    def run() -> None:
        try:
            work()
        except Exception as error:
            faults.append(repr(error))
        finally:
            connections.close_all()

    started = Thread(target=run)
    started.start()
    return started


def main() -> None:
    chance = random.Random(int(sys.argv[1]))
    person = seed(chance)
    pks = list(Item.objects.values_list("pk", flat=True))
    chance.shuffle(pks)
    finished, runs = Event(), []

    def answer(own: list[int], closes: bool) -> None:
        for pk in own:
            item, actor = Item.objects.get(pk=pk), User.objects.get(pk=person.pk)
            if closes:
                workflow.close_without_response(item, actor=actor, reason="Spam")
            else:
                workflow.acknowledge(item, actor=actor, text="Seen.")

    def count() -> None:
        while not finished.is_set():
            runs.append(recounting.run())

    half = len(pks) // 2
    people = [thread(lambda: answer(pks[:half], False)), thread(lambda: answer(pks[half:], True))]
    counting = [thread(count), thread(count)]
    for one in people:
        one.join(120)
    finished.set()
    for one in counting:
        one.join(60)
    last = recounting.run()
    report = {
        "faults": faults,
        "runs": len(runs),
        "counted_beside": sum(runs),
        "counted_last": last,
        "marks_left": Recount.objects.count(),
        "received": sum(Rollup.objects.values_list("received", flat=True)),
        "wrong": {account: len(days) for account, days in recounting.compare_all().wrong.items()},
    }
    sys.stdout.write(f"REPORT {json.dumps(report)}\n")


if __name__ == "__main__":
    main()
