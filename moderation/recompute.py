"""Taking up a changed list of days off: items still open get new due times, no answered or breached one does.

The sweep asks for it in each pass. What the due times were last reckoned with is noted beside its heartbeat.
"""

import hashlib
from datetime import datetime

from django.db.models import QuerySet

from audit import workflow as audit
from core import clock
from core.actors import SWEEP
from core.worktime import PUBLISHED_UNTIL
from moderation.clock_rules import SchoolClock, school_clock
from moderation.models import Heartbeat, Item
from moderation.stages import next_look
from moderation.states import Status
from moderation.timing import Times, times

NAME = "calendar"
CHUNK = 500
COLUMNS = list(Times.__dataclass_fields__)

audit.register("moderation.recompute", "reckoned the due times anew, with the changed list of days off")


def fingerprint(school: SchoolClock) -> str:
    """Stands for the lists of days off that due times depend on."""
    days = ",".join(day.isoformat() for day in sorted(school.calendar.days_off))
    return hashlib.sha256(f"{PUBLISHED_UNTIL} {days}".encode()).hexdigest()


def take_up_changes() -> int:
    """Recompute the open items if a list has changed since the last time. Returns how many due times moved."""
    school = school_clock()
    present = fingerprint(school)
    noted, made = Heartbeat.objects.get_or_create(name=NAME, defaults={"note": present, "at": clock.now()})
    if made or noted.note == present:
        return 0
    moved, last = 0, 0
    while pks := list(_still_open(clock.now()).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        last = pks[-1]
        moved += _chunk(pks, school)
    Heartbeat.objects.filter(name=NAME).update(note=present, at=clock.now())
    return moved


def _still_open(now: datetime) -> QuerySet[Item]:
    return Item.objects.filter(status=Status.OPEN, breached_at=None, due_at__gte=now)


def _chunk(pks: list[int], school: SchoolClock) -> int:
    with audit.unit("moderation.recompute", actor=SWEEP):
        now = clock.now()
        items = list(_still_open(now).select_for_update().filter(pk__in=pks).order_by("pk"))
        moved = 0
        for item in items:
            fresh = times(item.received_at, school)
            moved += fresh.due_at != item.due_at
            for name, value in fresh.columns().items():
                setattr(item, name, value)
            if item.in_figures:
                item.sweep_at = min(next_look(item, now) or item.due_at, item.due_at)
        Item.objects.bulk_update(items, [*COLUMNS, "sweep_at"])
        if moved:
            audit.record("moderation.recompute", None, actor=SWEEP, moved=moved, looked_at=len(items))
    return moved
