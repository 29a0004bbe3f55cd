"""The worker is killed (`kill -9`) between claim and commit, ten times, with five hundred comments late at once.

The real processes run; see tests/killing.py for how they die. Whatever was in hand is done by a later sweep,
nothing is done twice, and each person hears of all of it in one message.
"""

import json
import random
import sys
from pathlib import Path

import pytest

from tests.portal import Portal, wait_until

KILLS = 10
COMMENTS = 500
STAGES = ("breach", "late_runners", "escalated_administrators", "escalated_slt")
PEOPLE = 3  # a runner, an Administrator and a member of SLT

SEED = f"""
from datetime import timedelta
from accounts.models import Account, Runner
from core import clock
from moderation import workflow
from people.models import Role, RoleGrant, User
from school.models import School
from moderation.models import DeskSettings

DeskSettings.objects.create(pk=1, quiet_from="00:00", quiet_until="00:00")
now = clock.now()
School.objects.create(pk=1, name="St. Jude's", set_up_at=now)
people = {{}}
for name, role in (("Tom", Role.STAFF), ("Ada", Role.ADMINISTRATOR), ("Helen", Role.SLT)):
    people[name] = User.objects.create(full_name=name, email=f"{{name}}@stjudes.example", joined_at=now)
    RoleGrant.objects.create(person=people[name], role=role, granted_at=now)
long_ago = now - timedelta(days=60)
account = Account.objects.create(
    name="Main page", platform="facebook", handle="stjudes", created_at=long_ago, monitored_from=long_ago
)
Runner.objects.create(account=account, person=people["Tom"], is_lead=True, from_at=long_ago)
rows = [workflow.NewItem(f"Comment {{n}}", now - timedelta(days=20, seconds=n)) for n in range({COMMENTS})]
workflow.add_many(account, rows, actor=people["Tom"])
"""

REPORT = """
import json
from collections import Counter
from audit import chain
from audit.models import Event
from django.db.models import F
from moderation.models import Digest, Item, ItemStage, Untold
from notifications.models import Notification

print("REPORT", json.dumps({
    "stages": Counter(ItemStage.objects.values_list("stage", flat=True)),
    "distinct": len(set(ItemStage.objects.values_list("item", "stage"))),
    "breached": Item.objects.filter(breached_at=F("due_at")).count(),
    "at_due": ItemStage.objects.filter(stage="breach", at=F("item__due_at")).count(),
    "events": Counter(
        (event.data.get("step") or event.verb, pk)
        for event in Event.objects.filter(verb__in=["moderation.breach", "moderation.step"])
        for pk in event.data["items"]
    ).most_common(1)[0][1] if Event.objects.filter(verb="moderation.breach").exists() else 0,
    "digests": [sorted(digest.counts.items()) for digest in Digest.objects.all()],
    "untold": Untold.objects.count(),
    "notices": Counter(Notification.objects.values_list("template", flat=True)),
    "mail": Counter(Notification.objects.values_list("mail", flat=True)),
    "fault": str(chain.verify()[1]),
}))
"""


def plan(chance: random.Random) -> str:
    """Ten deaths of the process that sweeps, two of its parent with it, some after a chunk that went through, one

    while people are told.
    """
    lines = []
    for number in range(KILLS):
        chunks = 3 if number == KILLS - 1 else int(number in (2, 5))  # what is left by then is swept: it tells
        parent = int(number in (3, 7))
        lines.append(f"{chunks} {chance.randrange(0, 14)} {parent}")
    return "".join(f"{line}\n" for line in lines)


def report(portal: Portal) -> dict:
    done = portal.manage("shell", "-c", REPORT, timeout=60)
    line = next(line for line in done.stdout.splitlines() if line.startswith("REPORT "))
    return json.loads(line.removeprefix("REPORT "))


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_a_worker_killed_ten_times_loses_nothing_and_repeats_nothing(tmp_path: Path, database: dict[str, str]):
    seed = random.SystemRandom().randrange(10**6)
    deaths = tmp_path / "plan"
    deaths.write_text(plan(random.Random(seed)), encoding="ascii")
    settings = {"DJANGO_SETTINGS_MODULE": "tests.killing", "KILL_PLAN": str(deaths), **database}
    with Portal(tmp_path / "var", **settings) as portal:
        seeded = portal.manage("shell", "-c", SEED, timeout=60)
        assert seeded.returncode == 0, seeded.stderr
        wait_until(lambda: not deaths.read_text(), f"{KILLS} kills (seed {seed})", 240)
        done = {"sent": PEOPLE}
        wait_until(lambda: report(portal)["mail"] == done, f"everybody told (seed {seed})", 240, every=2)
        found = report(portal)
    sys.stdout.write(f"seed {seed}: {found}\n")
    assert found["stages"] == dict.fromkeys(STAGES, COMMENTS)
    assert found["distinct"] == len(STAGES) * COMMENTS
    assert found["breached"] == found["at_due"] == COMMENTS
    assert found["events"] == 1  # no item is named twice for one stage
    assert found["digests"] == [[["late", COMMENTS]]] * PEOPLE
    assert found["notices"] == {"moderation.digest": PEOPLE}
    assert found["untold"] == 0
    assert found["fault"] == "None"
    assert len(list((tmp_path / "var" / "mail").rglob("*.eml"))) >= PEOPLE
