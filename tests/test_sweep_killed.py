"""The worker is killed (`kill -9`) between claim and commit, twenty times, with hundreds of comments due.

The real processes run; see tests/killing.py for how they die. Whatever was in hand is done by a later sweep,
and nothing is done twice.
"""

import json
import random
import sys
from pathlib import Path

import pytest

from tests.portal import Portal, wait_until

KILLS = 20
COMMENTS = 410  # of which one kill in the middle lets 200 pass: never fewer than 200 are due
ROWS = 3 * COMMENTS  # a runner, an Administrator and a member of SLT hear of each

SEED = f"""
from datetime import timedelta
from accounts.models import Account, Runner
from core import clock
from moderation import workflow
from people.models import Role, RoleGrant, User
from school.models import School

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
from moderation.models import Item, ItemStage
from notifications.models import Notification

print("REPORT", json.dumps({
    "stages": Counter(ItemStage.objects.values_list("stage", flat=True)),
    "distinct": len(set(ItemStage.objects.values_list("item", "stage"))),
    "breached": Item.objects.filter(breached_at=F("due_at")).count(),
    "events": Counter(Event.objects.filter(actor="system:sweep").values_list("verb", flat=True)),
    "notices": Counter(Notification.objects.values_list("template", flat=True)),
    "mail": Counter(Notification.objects.values_list("mail", flat=True)),
    "fault": str(chain.verify()[1]),
}))
"""


def plan(chance: random.Random) -> str:
    """Twenty deaths of the process that sweeps, two of its parent with it, one after a chunk that went through."""
    lines = []
    for number in range(KILLS):
        chunks = int(number == KILLS // 2)
        parent = int(number in (3, 12))
        lines.append(f"{chunks} {chance.randrange(0, 40)} {parent}")
    return "".join(f"{line}\n" for line in lines)


def report(portal: Portal) -> dict:
    done = portal.manage("shell", "-c", REPORT, timeout=60)
    line = next(line for line in done.stdout.splitlines() if line.startswith("REPORT "))
    return json.loads(line.removeprefix("REPORT "))


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_a_worker_killed_twenty_times_loses_nothing_and_repeats_nothing(tmp_path: Path, database: dict[str, str]):
    seed = random.SystemRandom().randrange(10**6)
    deaths = tmp_path / "plan"
    deaths.write_text(plan(random.Random(seed)), encoding="ascii")
    settings = {"DJANGO_SETTINGS_MODULE": "tests.killing", "KILL_PLAN": str(deaths), **database}
    with Portal(tmp_path / "var", from_nothing=True, **settings) as portal:
        seeded = portal.manage("shell", "-c", SEED, timeout=60)
        assert seeded.returncode == 0, seeded.stderr
        wait_until(lambda: not deaths.read_text(), f"{KILLS} kills (seed {seed})", 240)
        wait_until(lambda: report(portal)["mail"] == {"sent": ROWS}, f"everybody told (seed {seed})", 240, every=5)
        found = report(portal)
    sys.stdout.write(f"seed {seed}: {found}\n")
    stages = {"breach": COMMENTS, "escalated_administrators": COMMENTS, "escalated_slt": COMMENTS}
    assert found["stages"] == stages
    assert found["distinct"] == 3 * COMMENTS
    assert found["breached"] == COMMENTS
    assert found["events"] == {f"moderation.{stage}": number for stage, number in stages.items()}
    assert found["notices"] == {f"moderation.{stage}": number for stage, number in stages.items()}
    assert found["fault"] == "None"
    assert len(list((tmp_path / "var" / "mail").rglob("*.eml"))) >= ROWS
