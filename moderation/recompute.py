"""Taking up what the sweep's moments rest on, where it has changed: the days off, and the ladder.

The sweep asks for it in each pass. With a changed list of days off, items still open get new due times; no answered
or breached one does, and no priority target moves. With another ladder only the moments move at which the sweep looks
again. What either was last taken up with is noted beside the sweep's heartbeat, after the last chunk: whoever dies
on the way begins again.
"""

import hashlib
from datetime import datetime

from audit import workflow as audit
from core import clock
from core.actors import SWEEP
from core.worktime import PUBLISHED_UNTIL
from moderation.clock_rules import SchoolClock, clock_version
from moderation.escalation import looking
from moderation.escalation.ladder import Ladder
from moderation.models import ClockVersion, Heartbeat, Item, ItemQuerySet
from moderation.states import Status
from moderation.timing import Times, times

NAME = "calendar"
LADDER = "ladder"
CHUNK = 1000
COLUMNS = list(Times.__dataclass_fields__)

audit.register("moderation.recompute", "reckoned the due times anew, with the changed list of days off")
audit.register("moderation.take_up_ladder", "set when to look at each comment again, with the changed ladder")


def fingerprint(school: SchoolClock) -> str:
    """Stands for the lists of days off that due times depend on."""
    days = ",".join(day.isoformat() for day in sorted(school.calendar.days_off))
    return hashlib.sha256(f"{PUBLISHED_UNTIL} {days}".encode()).hexdigest()


def take_up_changes(school: SchoolClock, ladder: Ladder) -> int:
    """Put the open items right if anything has changed since the last time. Returns how many due times moved."""
    present = {NAME: fingerprint(school), LADDER: ladder.fingerprint()}
    noted = dict(Heartbeat.objects.filter(name__in=present).values_list("name", "note"))
    moved = 0
    if NAME in noted and noted[NAME] != present[NAME]:
        moved = _due_times(school)
    if LADDER in noted and noted[LADDER] != present[LADDER]:
        _moments(ladder)
    for name, note in present.items():
        if noted.get(name) != note:
            Heartbeat.objects.update_or_create(name=name, defaults={"note": note, "at": clock.now()})
    return moved


def _due_times(school: SchoolClock) -> int:
    moved, last = 0, 0
    version = clock_version(school)
    while pks := _next(_still_open(clock.now()), last):
        last = pks[-1]
        moved += _new_times(pks, school, version)
    return moved


def _still_open(now: datetime) -> ItemQuerySet:
    return Item.objects.filter(status=Status.OPEN, breached_at=None, due_at__gte=now)


def _next(items: ItemQuerySet, last: int) -> list[int]:
    return list(items.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK])


def _new_times(pks: list[int], school: SchoolClock, version: ClockVersion) -> int:
    """The due times of some items. Its moments follow, in `_moments`: the days off are part of the ladder's mark."""
    with audit.unit("moderation.recompute", actor=SWEEP):
        now = clock.now()
        items = list(_still_open(now).select_for_update(no_key=True).filter(pk__in=pks).order_by("pk"))
        moved = []
        for item in items:
            fresh = times(item.received_at, school)
            if fresh.due_at != item.due_at:
                moved.append(item.pk)
            for name, value in fresh.columns().items():
                setattr(item, name, value)
            item.clock_version, item.due_sentence = version, ""
            if item.in_figures:
                item.sweep_at = min(item.sweep_at or item.due_at, item.due_at)
        Item.objects.bulk_update(items, [*COLUMNS, "clock_version", "due_sentence", "sweep_at"])
        if moved:
            audit.record("moderation.recompute", None, actor=SWEEP, items=moved, looked_at=len(items))
    return len(moved)


def _moments(ladder: Ladder) -> None:
    """When the sweep looks again at each open item: at once where a step of the ladder is due already."""
    last = 0
    watched = Item.objects.filter(status=Status.OPEN, in_figures=True)
    while pks := _next(watched, last):
        last = pks[-1]
        with audit.unit("moderation.take_up_ladder", actor=SWEEP):
            rows = looking.hold(watched.filter(pk__in=pks))
            looks = looking.look_at(rows, ladder, clock.now())
            changes = [looking.Change(row.pk, look.sweep_at) for row, look in looks if look.sweep_at != row.sweep_at]
            looking.write(changes)
            if changes:
                audit.record("moderation.take_up_ladder", None, actor=SWEEP, moved=len(changes), looked_at=len(rows))
