"""Reads for the queue: what waits in which order, and how many of each."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import Left
from django.utils import timezone

from accounts.models.account import SEE_ALL
from moderation.claims import held
from moderation.models import Author, Item, ItemQuerySet, Tag
from moderation.search import holds
from moderation.states import AuthorKind
from people.models import User

PRIORITY, OPEN, REPLY, OLD = range(4)  # Item.rank
GROUPS = {
    "priority": "Priority",
    "late": "Late",
    "today": "Due today",
    "later": "Due later",
    "acknowledged": "Acknowledged, waiting for a reply",
    "before": "From before the account was watched",
}
STATES = {
    "waiting": "All that waits",
    "priority": "Priority",
    "late": "Late",
    "today": "Due today",
    "later": "Due later",
    "acknowledged": "Waiting for a reply",
    "before": "From before",
    "finished": "Finished",
    "all": "Everything",
}
UNCOUNTED = ("finished", "all")  # there may be a million of them
SELDOM = ("priority", "acknowledged", "before")  # offered only while some stand there
WAITING_ORDER = ("rank", "due_at", "id")
NEWEST_FIRST = ("-received_at", "-id")
PER_PAGE = 50
COUNT_TO = 500  # beyond it is "500+": a count costs the same, however many there are
LOOK_AT = 2000  # waiting items, where filters have to be tried on each
EXCERPT = 140  # letters
# What a row of the list shows, and nothing else of an item, which may be long.
ROW = (
    *("id", "account", "kind", "author_name", "received_at", "due_at", "status", "rank", "in_figures"),
    *("priority_due_at", "priority_acted_at", "category", "gone_because", "responded_at", "closed_at"),
    *("claimed_until", "claimed_by__full_name", "claimed_by__is_active", "claimed_by__leaves_on"),
)


def end_of_today(now: datetime) -> datetime:
    """The first moment of tomorrow, local."""
    local = timezone.localtime(now)
    tomorrow = (local + timedelta(days=1)).date()
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=local.tzinfo)


def conditions(now: datetime) -> dict[str, Q]:
    """By the columns of the partial indexes. What waits stands in one of them: late if it is late, then by its rank."""
    owed = Q(rank=OPEN, in_figures=True)
    tomorrow = end_of_today(now)
    return {
        "waiting": Q(rank__isnull=False),
        "priority": Q(rank=PRIORITY) & (Q(due_at__gte=now) | Q(in_figures=False)),
        "late": Q(rank__lte=OPEN, in_figures=True, due_at__lt=now),
        "today": owed & Q(due_at__gte=now, due_at__lt=tomorrow),
        "later": owed & Q(due_at__gte=tomorrow),
        "acknowledged": Q(rank=REPLY),
        "before": Q(rank=OLD),
        "finished": Q(rank__isnull=True),
        "all": Q(),
    }


def seen_on(accounts: Iterable[int], person: User) -> ItemQuerySet:
    """What `person` sees, where it is known which accounts these are: an index leads to them, in their order."""
    if person.holds(*SEE_ALL):
        return Item.objects.all()
    several = list(accounts)
    return Item.objects.filter(account=several[0]) if len(several) == 1 else Item.objects.filter(account__in=several)


def filtered(items: ItemQuerySet, person: User, chosen: dict[str, Any], now: datetime) -> ItemQuerySet:
    """Those of `items` that fit the filters that were chosen, the state apart."""
    for name in ("account", "kind", "category"):
        if name in chosen:
            items = items.filter(**{name: chosen[name]})
    if kind := chosen.get("author_kind"):
        of_kind = Q(author__in=Author.objects.filter(kind=kind).values("pk"))
        items = items.filter(of_kind | Q(author=None) if kind == AuthorKind.UNKNOWN else of_kind)
    if severity := chosen.get("severity"):
        items = items.filter(severity__gte=severity)
    if claimed := chosen.get("claimed"):
        theirs = held(now)
        items = items.filter({"me": theirs & Q(claimed_by=person), "nobody": ~theirs}.get(claimed, theirs))
    if tag := chosen.get("tag"):
        items = items.filter(pk__in=Tag.items.through.objects.filter(tag=tag).values("item"))
    if words := chosen.get("q"):
        items = items.filter(holds(words))
    return items


def in_state(items: ItemQuerySet, state: str, now: datetime) -> ItemQuerySet:
    """Those in one of STATES, with what a row of the list shows: see ROW, and the beginning of the text."""
    found = conditions(now)
    wanted = items.filter(found.get(state, found["waiting"]))
    return wanted.select_related("claimed_by").only(*ROW).annotate(excerpt=Left("text", EXCERPT))


def order_of(state: str) -> tuple[str, ...]:
    return NEWEST_FIRST if state in UNCOUNTED else WAITING_ORDER


def group_of(item: Item, now: datetime, tomorrow: datetime) -> str:
    """Under which of GROUPS a waiting item stands: the same that `counts` counts it in."""
    if item.rank in (PRIORITY, OPEN) and item.in_figures and item.due_at < now:
        return "late"
    if item.rank == OPEN:
        return "today" if item.due_at < tomorrow else "later"
    return {PRIORITY: "priority", REPLY: "acknowledged"}.get(item.rank, "before")


def counts(items: ItemQuerySet, now: datetime, *, narrowed: bool = False) -> dict[str, int]:
    """How many of `items` stand in each state that is counted, COUNT_TO + 1 at most, in one query.

    `narrowed`: filters were chosen that no index serves, so that the waiting ones are gone through once, and no more
    than LOOK_AT of those that fit. Show the numbers with `said`.
    """
    if not narrowed:
        return _capped_counts(items, now)
    counted = {name: condition for name, condition in conditions(now).items() if name not in UNCOUNTED}
    looked_at = items.filter(rank__isnull=False).values("rank", "due_at", "in_figures").order_by()[:LOOK_AT]
    found = looked_at.aggregate(**{name: Count("due_at", filter=condition) for name, condition in counted.items()})
    if found["waiting"] == LOOK_AT:  # how they are spread over the states is not known
        found = {name: COUNT_TO + 1 if number else 0 for name, number in found.items()}
    return {name: min(number, COUNT_TO + 1) for name, number in found.items()}


def _capped_counts(items: ItemQuerySet, now: datetime) -> dict[str, int]:
    """In SQL of our own: seven times through the ORM takes longer than the database takes to count."""
    tomorrow = end_of_today(now)
    owed = f"rank = {OPEN} AND in_figures AND due_at"
    ends: dict[str, tuple[str, list[datetime]]] = {
        "waiting": ("rank >= 0", []),
        "priority": (f"rank = {PRIORITY} AND (due_at >= %s OR NOT in_figures)", [now]),
        "late": (f"rank <= {OPEN} AND in_figures AND due_at < %s", [now]),
        "today": (f"{owed} >= %s AND due_at < %s", [now, tomorrow]),
        "later": (f"{owed} >= %s", [tomorrow]),
        "acknowledged": (f"rank = {REPLY}", []),
        "before": (f"rank = {OLD}", []),
    }
    columns = ("rank", "due_at", "in_figures")
    try:
        seen, seen_params = items.filter(rank__isnull=False).order_by().values(*columns).query.sql_with_params()
    except EmptyResultSet:  # the person sees no account
        return dict.fromkeys(ends, 0)
    parts, params = [], []
    for end, values in ends.values():
        capped = f"SELECT 1 FROM ({seen}) seen WHERE {end} LIMIT {COUNT_TO + 1}"  # noqa: S608  of our own words alone
        parts.append(f"(SELECT COUNT(*) FROM ({capped}) capped)")  # noqa: S608
        params += [*seen_params, *(connection.ops.adapt_datetimefield_value(value) for value in values)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip(ends, cursor.fetchone(), strict=True))


def said(number: int) -> str:
    """ "12", or "500+"."""
    return f"{COUNT_TO}+" if number > COUNT_TO else str(number)
