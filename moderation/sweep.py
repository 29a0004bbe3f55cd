"""The sweep: every minute, act once on each moment that an item's clock has reached (M2).

Items are taken in chunks, each in one transaction: its stages, its breaches, its notices and its events are
written together or not at all. A process that dies loses a chunk's work, which the next sweep does again;
what was written is never done twice, because a stage's row is unique and the items' rows are held meanwhile.
For the same reason two sweeps may overlap: no lease keeps the second out, so none outlives a process that died.
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
from moderation import recompute, stages
from moderation.models import Heartbeat, Item, ItemStage
from moderation.states import Stage, Status

logger = logging.getLogger(__name__)

NAME = "sweep"
CHUNK = 200  # items in one transaction

audit.register("moderation.sweep", "looked for what is due")


@dataclass
class Result:
    """What one sweep did. `failed` are the items that could not be handled; the others were."""

    looked_at: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    failed: list[int] = field(default_factory=list)
    recomputed: int = 0


def run() -> Result:
    """One pass over everything that is due now. Safe to run twice, late, or beside another.

    Raises OperationalError where the database is away: the next sweep goes on from there.
    """
    result = Result()
    position: tuple[datetime, int] | None = None
    while found := _next_chunk(position):
        position = found[-1]
        _handle([pk for _, pk in found], result)
    result.recomputed = recompute.take_up_changes()
    beat()
    return result


def beat() -> None:
    """Leave the sign that a sweep has finished."""
    Heartbeat.objects.update_or_create(name=NAME, defaults={"at": clock.now()})


def last_beat() -> datetime | None:
    return Heartbeat.objects.filter(name=NAME).values_list("at", flat=True).first()


def _next_chunk(after: tuple[datetime, int] | None) -> list[tuple[datetime, int]]:
    due = Item.objects.filter(sweep_at__lte=clock.now())
    if after is not None:
        due = due.filter(Q(sweep_at__gt=after[0]) | Q(sweep_at=after[0], pk__gt=after[1]))
    rows = due.order_by("sweep_at", "pk").values_list("sweep_at", "pk")[:CHUNK]
    return [(sweep_at, pk) for sweep_at, pk in rows if sweep_at is not None]


def _handle(pks: list[int], result: Result) -> None:
    """One chunk; where something in it fails, its items one by one, so that only the bad one is left."""
    result.looked_at += len(pks)
    try:
        result.stages += _transaction(pks)
        return
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("a chunk of %s items failed; going on one by one", len(pks))
    for pk in pks:
        try:
            result.stages += _transaction([pk])
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("item %s could not be swept", pk)
            result.failed.append(pk)


def _transaction(pks: list[int]) -> Counter[str]:
    with audit.unit("moderation.sweep", actor=SWEEP):
        return _chunk(pks, clock.now())


def _chunk(pks: list[int], now: datetime) -> Counter[str]:
    """Look again with the rows held: what was answered, or swept by another, since it was found is left alone."""
    held = Item.objects.select_for_update(of=("self",)).select_related("account").filter(pk__in=pks, sweep_at__lte=now)
    items = list(held.order_by("pk"))
    done: dict[int, set[str]] = {item.pk: set() for item in items}
    for item_id, stage in ItemStage.objects.filter(item__in=items).values_list("item_id", "stage"):
        done[item_id].add(stage)
    work: list[tuple[Item, list[Stage]]] = []
    for item in items:
        item.sweep_at = None
        if item.status == Status.OPEN and item.in_figures:
            work.append((item, stages.reached(item, now, done[item.pk])))
            item.sweep_at = stages.next_look(item, now)
    stages.act(work, now)
    Item.objects.bulk_update(items, ["sweep_at"])
    return Counter(str(stage) for _, reached in work for stage in reached)
