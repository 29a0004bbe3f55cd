"""What is late at this moment, and what stands in its way: who has it, who knows of it, what is written already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Account
from core import times
from moderation.models import Digest, Item, Response
from moderation.states import ResponseStatus

SHOWN = 10
READ = ("text", "kind", "due_at", "detected_at", "account__name", "claimed_by__full_name")  # of many columns
RANKS = (0, 1)  # of what is open and counted: the priority lane, and the rest


@dataclass(frozen=True)
class LateItem:
    """`reasons` are sentences without their full stop."""

    item: Item
    reasons: tuple[str, ...]


def late_list(accounts: Sequence[Account], now: datetime) -> list[LateItem]:
    """The longest late first, at most SHOWN of them. Two queries, and two more where there are any."""
    ids = [account.pk for account in accounts]
    late = Item.objects.filter(account__in=ids).late(now).select_related("account", "claimed_by").only(*READ)
    # One group of the queue after the other: each is read from the index and no further than it is shown.
    found = [item for rank in RANKS for item in late.filter(rank=rank).order_by("due_at", "pk")[:SHOWN]]
    items = sorted(found, key=lambda item: (item.due_at, item.pk))[:SHOWN]
    if not items:
        return []
    known, written = _acknowledged(items), _written(items)
    return [LateItem(item, _reasons(item, known.get(item.pk), item.pk in written)) for item in items]


def _reasons(item: Item, known: tuple[str, datetime] | None, is_written: bool) -> tuple[str, ...]:
    reasons = [f"{item.claimed_by.full_name} is on it" if item.claimed_by else "Nobody is on it"]
    if is_written:
        reasons.append("An answer is written, but nobody has confirmed that it was posted")
    if known:
        reasons.append(f"{known[0]} has acknowledged that it is late, {times.short(known[1])}")
    if item.found_late:
        reasons.append(f"The portal learned of it only when it was due already, {times.short(item.detected_at)}")
    return tuple(reasons)


def _acknowledged(items: Sequence[Item]) -> dict[int, tuple[str, datetime]]:
    """By item, who first acknowledged a message about it, and when. One query."""
    told = Digest.objects.filter(stages__item__in=items, acknowledged_at__isnull=False)
    rows = told.order_by("-acknowledged_at", "-pk").values_list("stages__item", "person__full_name", "acknowledged_at")
    return {item: (name, at) for item, name, at in rows if at is not None}


def _written(items: Sequence[Item]) -> set[int]:
    """Those to which an answer waits to be posted, or to be confirmed."""
    ready = Response.objects.filter(item__in=items, status=ResponseStatus.TO_POST)
    return set(ready.values_list("item", flat=True))
