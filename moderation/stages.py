"""The moments at which the portal speaks up about an item: recorded once each, whoever is told afterwards (M2).

The sweep writes them for thousands of items at once, and a verb for the one that it finds late. The caller holds
the items' rows and the transaction. One event names all the items of a stage, so an item's own history is read
from these rows and not from the record.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from accounts.history import Line
from audit import workflow as audit
from core import bulk
from core.actors import SWEEP
from moderation import messages as _messages  # noqa: F401  registers the words
from moderation.models import Item, ItemStage, LadderStep, Untold
from moderation.states import RECORDED, Stage

audit.register("moderation.breach", "recorded that it was not answered in time")
audit.register("moderation.priority_breach", "recorded that the priority target was missed")
audit.register("moderation.step", "came to a step of the ladder")
# Events of earlier editions, one for each item and stage: the stages' rows say the same.
FORMER = (
    *("moderation.reminder_half", "moderation.reminder_two_hours", "moderation.breach"),
    *("moderation.escalated_administrators", "moderation.escalated_slt"),
)
for _verb in FORMER:
    audit.labels.setdefault(_verb, "came to a step of the ladder")


class Entry(NamedTuple):
    """One row to write: the columns of ItemStage by their names."""

    item_id: int
    stage: str
    at: datetime


def write(entries: Sequence[Entry], now: datetime) -> None:
    """Store the rows with one statement, leaving out what is there, and note each stage with its items once.

    A breach tells nobody by itself: the steps of the ladder do, and their items are kept to be told of.
    """
    bulk.insert(ItemStage, Entry._fields, entries, fixed={"noticed_at": now}, skip_conflicts=True)
    by_stage: dict[str, list[int]] = {}
    for row in entries:
        by_stage.setdefault(row.stage, []).append(row.item_id)
    for stage, items in by_stage.items():
        if stage in RECORDED:
            audit.record(f"moderation.{stage}", None, actor=SWEEP, items=items)
        else:
            audit.record("moderation.step", None, actor=SWEEP, step=stage, items=items)
            Untold.objects.create(step=stage, items=items)


def breach_if_late(item: Item, stopped_at: datetime, now: datetime) -> None:
    """Record the breach of an item that was answered or closed late before a sweep noticed it.

    Nobody is told any more that it waits: it does not.
    """
    if item.in_figures and item.breached_at is None and stopped_at > item.due_at:
        write([Entry(item.pk, Stage.BREACH, item.due_at)], now)
        item.breached_at = item.due_at
        item.save(update_fields=["breached_at"])


def history(item: Item) -> list[Line]:
    """What the clock and the ladder did about one item, as lines of its history. Two queries."""
    rows = list(ItemStage.objects.filter(item=item))
    names = dict(LadderStep.objects.values_list("key", "name")) if rows else {}
    return [Line(row.at, _words(row, names), *_LOOKS.get(row.stage, ("bell-ring", ""))) for row in rows]


_LOOKS: dict[str, tuple[str, str]] = {Stage.BREACH: ("alarm-clock", "late"), Stage.PRIORITY_BREACH: ("siren", "late")}
_RECORDED_WORDS: dict[str, str] = {
    Stage.BREACH: "The portal recorded that it was not answered in time",
    Stage.PRIORITY_BREACH: "The portal recorded that nothing was done by the priority target",
}


def _words(row: ItemStage, names: dict[str, str]) -> str:
    return _RECORDED_WORDS.get(row.stage) or names.get(row.stage, "A step of the ladder")


def reached_of(items: Iterable[int]) -> dict[int, set[str]]:
    """What was done about each of these items already, by their ids. One query."""
    done: dict[int, set[str]] = {}
    for item_id, stage in ItemStage.objects.filter(item__in=items).order_by().values_list("item_id", "stage"):
        done.setdefault(item_id, set()).add(stage)
    return done
