"""Looking at what comes in: what may be pressing goes into the priority lane, and why is kept beside it (M3)."""

from collections.abc import Sequence

from moderation.models import Hint, Item, desk
from moderation.priority import due
from moderation.states import PRESSING
from moderation.triage.hints import Found, current, hints_for
from school.models import school_zone

_looked_at = "_hints_found"  # on an item that is not stored yet


def look_at(items: Sequence[Item]) -> None:
    """Look through items that are about to be stored; those with a pressing hint get the columns of the lane.

    At most three queries, however many items. Nothing else of an item is changed.
    """
    if not items:
        return
    listed = current()
    pressing = []
    for item in items:
        found = hints_for(item.text, listed) if not item.link_only else []
        setattr(item, _looked_at, found)
        if any(one.category in PRESSING for one in found):
            pressing.append(item)
    if not pressing:
        return
    settings, zone = desk(), school_zone()
    for item in pressing:
        item.priority_since = item.detected_at
        item.priority_due_at = due(item.detected_at, settings, zone)
        if item.in_figures:  # the sweep notes that it is in the lane, at once
            item.sweep_at = min(item.sweep_at or item.due_at, item.detected_at)


def keep_hints(items: Sequence[Item]) -> None:
    """Keep why, for items that `look_at` saw and that are stored now. One query, or none."""
    Hint.objects.bulk_create(_hint(item, found) for item in items for found in getattr(item, _looked_at, ()))


def look_again(item: Item) -> list[Found]:
    """Replace the hints of one item by those of its words as they are now. The caller decides about the lane."""
    found = hints_for(item.text, current()) if not item.link_only else []
    Hint.objects.filter(item=item).delete()
    Hint.objects.bulk_create(_hint(item, one) for one in found)
    return found


def _hint(item: Item, found: Found) -> Hint:
    return Hint(item=item, category=found.category, term=found.term[:100], found=found.found)
