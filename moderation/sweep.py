"""The sweep: every minute, act once on each moment that an item's clock has reached (M2).

Items are taken in chunks, each in one transaction: its stages, its breaches and its events are written together or
not at all, by a statement for each table and not for each item. A process that dies loses a chunk's work, which the
next sweep does again; what was written is never done twice, because a stage's row is unique and the items' rows are
held meanwhile. For the same reason two sweeps may overlap: no lease keeps the second out, so none outlives a process
that died. People are told once nothing more is due: see moderation/escalation/telling.py.
"""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import InterfaceError, OperationalError
from django.db.models import Q

from audit import workflow as audit
from core import clock
from core.actors import SWEEP
from core.asked import remembering
from moderation import recompute, recounts, stages
from moderation.clock_rules import school_clock
from moderation.escalation import looking, telling
from moderation.escalation.ladder import Ladder, load
from moderation.figures import recounting
from moderation.models import Heartbeat, Item

logger = logging.getLogger(__name__)

NAME = "sweep"
CHUNK = 2000  # items in one transaction

audit.register("moderation.sweep", "looked for what is due")


@dataclass
class Result:
    """What one sweep did. `failed` are the items that could not be handled; the others were.

    `told` is how many people were sent a message, `recomputed` how many due times moved.
    """

    looked_at: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    failed: list[int] = field(default_factory=list)
    recomputed: int = 0
    told: int = 0


def run() -> Result:
    """One pass over everything that is due now. Safe to run twice, late, or beside another.

    Raises OperationalError where the database is away: the next sweep goes on from there.
    """
    result = Result()
    with remembering():
        school = school_clock()
        ladder = load(school)
        result.recomputed = recompute.take_up_changes(school, ladder)
        _sweep(result, ladder)
        result.told = telling.tell(school)
        _beat(NAME, *([recounting.NAME] if _recount() else []))
    return result


def _recount() -> bool:
    """The figures follow; an error in them stops no reminder, and the marks stay for the next sweep."""
    try:
        recounting.count()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.error("the figures could not be counted (%s)", type(error).__name__)
        return False
    return True


def _sweep(result: Result, ladder: Ladder) -> None:
    position: tuple[datetime, int] | None = None
    while found := _next_chunk(position):
        position = found[-1]
        _handle([pk for _, pk in found], ladder, result)


def _beat(*names: str) -> None:
    """Leave the signs of what has finished, in one statement: with nothing due it is all that a sweep writes."""
    now = clock.now()
    if Heartbeat.objects.filter(name__in=names).update(at=now) < len(names):
        for name in names:
            Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def last_beat() -> datetime | None:
    return Heartbeat.objects.filter(name=NAME).values_list("at", flat=True).first()


def _next_chunk(after: tuple[datetime, int] | None) -> list[tuple[datetime, int]]:
    due = Item.objects.filter(sweep_at__lte=clock.now())
    if after is not None:
        due = due.filter(Q(sweep_at__gt=after[0]) | Q(sweep_at=after[0], pk__gt=after[1]))
    rows = due.order_by("sweep_at", "pk").values_list("sweep_at", "pk")[:CHUNK]
    return [(sweep_at, pk) for sweep_at, pk in rows if sweep_at is not None]


def _handle(pks: list[int], ladder: Ladder, result: Result) -> None:
    """One chunk; where something in it fails, its halves, and theirs, so that only the bad rows are left."""
    try:
        result.stages += _transaction(pks, ladder)
        result.looked_at += len(pks)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if len(pks) == 1:
            logger.exception("item %s could not be swept", pks[0])
            result.looked_at += 1
            result.failed += pks
            return
        logger.exception("a chunk of %s items failed; going on with its halves", len(pks))
        _handle(pks[: len(pks) // 2], ladder, result)
        _handle(pks[len(pks) // 2 :], ladder, result)


def _transaction(pks: list[int], ladder: Ladder) -> Counter[str]:
    with audit.unit("moderation.sweep", actor=SWEEP):
        return _chunk(pks, ladder, clock.now())


def _chunk(pks: list[int], ladder: Ladder, now: datetime) -> Counter[str]:
    """Look again with the rows held: what was answered, or swept by another, since it was found is left alone."""
    rows = looking.hold(Item.objects.filter(pk__in=pks, sweep_at__lte=now))
    looks = looking.look_at(rows, ladder, now)
    found = [stages.Entry(row.pk, each.stage, each.at) for row, look in looks for each in look.reached]
    changes = [(row, looking.change_of(row, look)) for row, look in looks]
    stages.write(found, now)
    looking.write([change for row, change in changes if change.sweep_at != row.sweep_at or change.is_outcome])
    outcomes = [row for row, change in changes if change.is_outcome]
    zone = ladder.clock.zone
    recounts.touch_days({(row.account_id, row.received_at.astimezone(zone).date()) for row in outcomes})
    return Counter(entry.stage for entry in found)
