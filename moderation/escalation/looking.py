"""Reading what the ladder needs to know of many items, and writing what follows from it: a statement each."""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection

from moderation import stages
from moderation.escalation.ladder import Ladder, Look, Times
from moderation.models import ItemQuerySet
from moderation.states import Stage, Status


class Row(NamedTuple):
    """The columns of an item that the sweep looks at: tuples, because there may be a hundred thousand."""

    pk: int
    account_id: int
    status: str
    in_figures: bool
    sweep_at: datetime | None
    received_at: datetime
    due_at: datetime
    priority_since: datetime | None
    priority_due_at: datetime | None
    priority_acted_at: datetime | None

    @property
    def is_swept(self) -> bool:
        return self.in_figures and self.status == Status.OPEN

    @property
    def times(self) -> Times:
        if self.priority_acted_at is not None:
            return Times(self.received_at, self.due_at)
        return Times(self.received_at, self.due_at, self.priority_since, self.priority_due_at)


def hold(items: ItemQuerySet) -> list[Row]:
    """These items with their rows held, in the order of their ids, so that two who hold many never wait in a ring."""
    return [Row(*row) for row in items.order_by("pk").select_for_update(no_key=True).values_list(*Row._fields)]


def look_at(rows: Sequence[Row], ladder: Ladder, now: datetime) -> list[tuple[Row, Look]]:
    """What is to be done now about each item, and when next; nothing and never for one that is no longer swept."""
    done = stages.reached_of([row.pk for row in rows])
    nothing: Collection[str] = ()
    return [
        (row, ladder.look(row.times, now, done.get(row.pk, nothing)) if row.is_swept else Look([], None))
        for row in rows
    ]


class Change(NamedTuple):
    """What the sweep changes of an item."""

    pk: int
    sweep_at: datetime | None
    breached: bool = False
    priority_breached: bool = False

    @property
    def is_outcome(self) -> bool:
        """Whether the figures of the item's day change with it."""
        return self.breached or self.priority_breached


def change_of(row: Row, look: Look) -> Change:
    """The item as it stands once all that `look` found was recorded."""
    found = {moment.stage for moment in look.reached}
    return Change(row.pk, look.next_at, Stage.BREACH in found, Stage.PRIORITY_BREACH in found)


def write(changes: Sequence[Change]) -> None:
    """Change many items with one statement. The caller holds their rows."""
    if not changes:
        return
    told = [
        (
            each.pk,
            each.sweep_at.astimezone(UTC).replace(tzinfo=None).isoformat(" ") if each.sweep_at else None,
            int(each.breached),
            int(each.priority_breached),
        )
        for each in changes
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ON_POSTGRESQL if connection.vendor == "postgresql" else _ON_SQLITE, [json.dumps(told)])


# The values come as one text: a parameter for each is read more slowly than it is stored.
_STATEMENT = """
UPDATE moderation_item SET
    sweep_at = v.sweep_at,
    breached_at = CASE WHEN v.breached = 1 THEN due_at ELSE breached_at END,
    priority_breached_at = CASE WHEN v.missed = 1 THEN priority_due_at ELSE priority_breached_at END
FROM (%s) v WHERE moderation_item.id = v.id
"""
_ON_POSTGRESQL = _STATEMENT.replace(
    "%s",
    "SELECT (value ->> 0)::bigint AS id, (value ->> 1)::timestamp AT TIME ZONE 'UTC' AS sweep_at, "
    "(value ->> 2)::int AS breached, (value ->> 3)::int AS missed FROM jsonb_array_elements(%s::jsonb)",
)
_ON_SQLITE = _STATEMENT.replace(
    "%s",
    "SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS sweep_at, "
    "json_extract(value, '$[2]') AS breached, json_extract(value, '$[3]') AS missed FROM json_each(%s)",
)
