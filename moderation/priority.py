"""The priority lane: a second, shorter target beside the main clock, for what may be harm (M3).

Its minutes count between two hours of the day that the school sets, on any day; the main clock is never touched.
"""

from datetime import UTC, datetime, timedelta, tzinfo

from audit import workflow as audit
from core import clock
from core.actors import SWEEP
from core.worktime import ONE_DAY
from moderation import recounts
from moderation.models import DeskSettings, Item, ItemStage, desk
from moderation.states import Stage, Status
from school.models import school_zone

audit.register("moderation.priority_breach", "recorded that the priority target was missed")


def due(since: datetime, desk: DeskSettings, zone: tzinfo) -> datetime:
    """When something must have been done about an item that came into the lane at `since` (aware); in UTC.

    Elapsed minutes count, so an hour that the clocks skip is none and one that they repeat counts twice.
    """
    left = timedelta(minutes=desk.priority_minutes)
    day = since.astimezone(zone).date()
    while True:
        opens = datetime.combine(day, desk.priority_from, tzinfo=zone).astimezone(UTC)
        closes = datetime.combine(day, desk.priority_until, tzinfo=zone).replace(fold=1).astimezone(UTC)
        begins = max(since.astimezone(UTC), opens)
        if begins < closes:
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        day += ONE_DAY


def enter(item: Item, now: datetime) -> None:
    """Put an open item into the lane and have the sweep look at it. Nothing happens to one that is there.

    One that was taken out and comes back keeps its first `priority_since`: this clock never restarts either.
    The caller holds the row.
    """
    if item.status != Status.OPEN or item.priority_due_at is not None:
        return
    item.priority_since = item.priority_since or now
    item.priority_due_at = due(item.priority_since, desk(), school_zone())
    fields = ["priority_since", "priority_due_at"]
    if item.in_figures:
        item.sweep_at = min(item.sweep_at or now, now)
        fields.append("sweep_at")
    item.save(update_fields=fields)
    recounts.touch([item])


def leave(item: Item) -> None:
    """Take an item out of the lane, because somebody found that it does not belong there.

    A target that was missed by then stays on the record, and taking it out counts as the act on it.
    The caller holds the row, within a verb.
    """
    if item.priority_due_at is None or item.priority_acted_at is not None:
        return
    now = clock.now()
    if now > item.priority_due_at:
        acted(item, now)
        return
    item.priority_due_at = None
    item.save(update_fields=["priority_due_at"])
    recounts.touch([item])


def acted(item: Item, now: datetime) -> None:
    """Note that something was done about the item at `now`, once; a target missed by then is recorded.

    The caller holds the row, within a verb. Nothing happens to an item outside the lane.
    """
    if item.priority_due_at is None or item.priority_acted_at is not None:
        return
    item.priority_acted_at = now
    fields = ["priority_acted_at"]
    if now > item.priority_due_at and item.in_figures and item.priority_breached_at is None:
        item.priority_breached_at = item.priority_due_at
        fields.append("priority_breached_at")
        _record_missed(item, item.priority_due_at)
    item.save(update_fields=fields)
    recounts.touch([item])


def _record_missed(item: Item, at: datetime) -> None:
    ItemStage.objects.get_or_create(
        item=item,
        stage=Stage.PRIORITY_BREACH,
        defaults={"at": at, "noticed_at": clock.now()},
    )
    audit.record(f"moderation.{Stage.PRIORITY_BREACH}", None, actor=SWEEP, items=[item.pk])
