"""`python -m tests.packs_at_risk seed|again|look`: what tests/test_packs_killed.py does in a portal whose workers die.

`seed` makes a school with incidents whose clocks ran out long ago, and asks for packs of some of them. `again` has
those made again that failed, and says how many. `look FOLDER` puts the ZIPs there and says what is in the portal.
"""

import json
import os
import sys
from collections import Counter
from datetime import time, timedelta
from pathlib import Path

import django

django.setup()

from django.db.models import F  # noqa: E402

from audit import chain  # noqa: E402
from audit.models import Event  # noqa: E402
from core import clock  # noqa: E402
from incidents import workflow as room  # noqa: E402
from incidents.evidence import workflow as proof  # noqa: E402
from incidents.evidence.files import Checked  # noqa: E402
from incidents.models import ClockStage, Custody, Evidence, IncidentClock, Pack, PackPart  # noqa: E402
from incidents.packs import workflow  # noqa: E402
from incidents.packs.choices import Choices, Show  # noqa: E402
from incidents.packs.people import appearing  # noqa: E402
from incidents.states import EvidenceKind, Handled  # noqa: E402
from moderation.models import DeskSettings  # noqa: E402
from notifications.models import Notification  # noqa: E402
from people.models import Role, RoleGrant, User  # noqa: E402
from school.models import School  # noqa: E402

INCIDENTS = 8
PACKS = 4
PIECES = 2  # in each of them
CLOCKS = 2  # of each incident
MARK = "unmistakable-words-of-a-witness"
PICTURE = 5 * 1024 * 1024  # bytes: more than one part of a pack


def seed() -> None:
    now = clock.now()
    School.objects.get_or_create(pk=1, defaults={"name": "St. Jude's", "set_up_at": now})
    DeskSettings.objects.create(pk=1, quiet_from=time(0), quiet_until=time(0))
    head = _person("Helen Head", Role.SLT)
    _person("Dev Deputy", Role.SLT)
    _person("Cora Chair", Role.CHAIR_OF_GOVERNORS)
    teacher = _person("Tom Teacher", Role.STAFF)
    for number in range(INCIDENTS):
        incident = room.report(actor=teacher, category="data_protection", what_happened=f"{MARK} {number}")
        if number >= PACKS:
            continue
        proof.add(incident, actor=head, title="Words", text=f"{MARK}, said again")
        picture = MARK.encode() + os.urandom(PICTURE)
        file = Checked(EvidenceKind.PICTURE, "shot.png", "image/png", picture, [picture[:999]], 1, False)
        proof.add(incident, actor=head, title="A picture", file=file)
        people = {one.key: Show.NAME for one in appearing(incident, head)}
        last = Evidence.objects.latest("pk").pk
        workflow.ask(incident, actor=head, recipient="Kent Police", reason="Asked.", choices=_all(people, last))
    long_ago = timedelta(days=90)
    IncidentClock.objects.update(
        from_at=F("from_at") - long_ago, due_at=F("due_at") - long_ago, sweep_at=F("sweep_at") - long_ago
    )


def _all(people: dict[str, Show], last: int) -> Choices:
    return Choices(people=people, last_entry=10**6, last_evidence=last)


def _person(name: str, role: str) -> User:
    email = f"{name.split()[0].lower()}@stjudes.example"
    person = User.objects.create(full_name=name, email=email, joined_at=clock.now())
    RoleGrant.objects.create(person=person, role=role, granted_at=clock.now())
    return person


def again() -> int:
    failed = list(Pack.objects.filter(state=Pack.State.FAILED))
    for pack in failed:
        workflow.retry(pack, actor=pack.asked_by)
    return len(failed)


def look(folder: Path) -> dict[str, object]:
    packs = list(Pack.objects.order_by("pk"))
    for pack in packs:
        if pack.state == Pack.State.READY:
            (folder / f"{pack.pk}.zip").write_bytes(b"".join(workflow.content_of(pack)))
    events = Event.objects.filter(refused=False)
    stamps = events.filter(verb="incidents.stamp_evidence")
    notices = Notification.objects.filter(template__startswith="incidents.")
    steps = events.filter(verb="incidents.look_at_clocks")
    return {
        "states": Counter(pack.state for pack in packs),
        "problems": sorted({pack.problem for pack in packs}),
        "made": {
            pack.pk: {"sha256": pack.sha256, "size": pack.size, "passphrase": _passphrase(pack)} for pack in packs
        },
        "parts_of_others": PackPart.objects.exclude(pack__state=Pack.State.READY).count(),
        "exported": _times(Custody.objects.filter(did=Handled.EXPORTED).values_list("evidence", flat=True)),
        "pieces": Evidence.objects.count(),
        "made_events": _times(events.filter(verb="incidents.make_pack").values_list("subject_id", flat=True)),
        "stamped": Evidence.objects.filter(time_stamp__isnull=False).count(),
        "stamp_events": _times(event.data["evidence"] for event in stamps if event.data["kept"]),
        "stages": ClockStage.objects.count(),
        "step_events": _times((event.data["clock"], event.data["step"]) for event in steps),
        "notices": Counter(notices.values_list("template", flat=True)),
        "mail": Counter(Notification.objects.values_list("mail", flat=True)),
        "fault": str(chain.verify()[1]),
    }


def _passphrase(pack: Pack) -> str:
    return workflow.reveal_passphrase(pack, actor=pack.asked_by) if pack.state == Pack.State.READY else ""


def _times(found: object) -> list[int]:
    """How many there are, and how often the most frequent one is there."""
    counted = Counter(found)  # type: ignore[call-overload]
    return [len(counted), max(counted.values(), default=0)]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["seed"]:
            seed()
        case ["again"]:
            sys.stdout.write(f"REPORT {again()}\n")
        case ["look", where]:
            sys.stdout.write(f"REPORT {json.dumps(look(Path(where)))}\n")
