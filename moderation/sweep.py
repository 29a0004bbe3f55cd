"""The sweep: every minute, act once on each moment that an item's clock has reached (M2).

Items are taken in chunks, each in one transaction: its stages, its breaches, its notices and its events are
written together or not at all. A process that dies loses a chunk's work, which the next sweep does again;
what was written is never done twice, because a stage's row is unique and the items' rows are held meanwhile.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

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
LEASE = timedelta(seconds=30)  # renewed with each chunk; a sweep that died keeps others waiting no longer

audit.register("moderation.sweep", "looked for what is due")


@dataclass
class Result:
    """What one sweep did. `failed` are the items that could not be handled; the others were."""

    looked_at: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    failed: list[int] = field(default_factory=list)
    recomputed: int = 0


def run(*, still_mine: Callable[[], bool] = lambda: True) -> Result:
    """One pass over everything that is due now. Safe to run twice, late, or beside another.

    `still_mine` is asked before each chunk; the pass ends early where it says no. Raises OperationalError
    where the database is away: the next sweep goes on from there.
    """
    result = Result()
    position: tuple[datetime, int] | None = None
    while still_mine() and (found := _next_chunk(position)):
        position = found[-1]
        _handle([pk for _, pk in found], result)
    result.recomputed = recompute.take_up_changes()
    beat()
    return result


def run_alone() -> Result | None:
    """`run`, unless another sweep is at work: then None. For the timetable, where one a minute is enough."""
    holder = uuid.uuid4().hex
    if not _hold(holder):
        return None
    try:
        return run(still_mine=lambda: _hold(holder))
    finally:
        Heartbeat.objects.filter(name=NAME, held_by=holder).update(held_by="", held_until=None)


def beat() -> None:
    """Leave the sign that a sweep has finished."""
    Heartbeat.objects.update_or_create(name=NAME, defaults={"at": clock.now()})


def last_beat() -> datetime | None:
    return Heartbeat.objects.filter(name=NAME).values_list("at", flat=True).first()


def _hold(holder: str) -> bool:
    """Take or renew the lease, by a conditional update: of two who try, one gets it."""
    now = clock.now()
    Heartbeat.objects.get_or_create(name=NAME)
    # A lease from beyond the longest one comes from a clock that was wrong; it holds nobody up.
    free = Q(held_until=None) | Q(held_until__lte=now) | Q(held_until__gt=now + LEASE) | Q(held_by=holder)
    row = Heartbeat.objects.filter(free, name=NAME)
    return bool(row.update(held_by=holder, held_until=now + LEASE))


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
