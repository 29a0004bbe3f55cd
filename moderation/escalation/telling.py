"""Telling people what the sweep recorded: one message a person, whatever came together (M2).

The record is written at once and knows no quiet hours; beside it stands, step by step, which items nobody was told of
yet (`Untold`). All of that is taken together here, in one transaction that holds the row of this job: the items are
counted by account in the database, each person gets a message, and what was told is taken away. So an outage that
brings a hundred thousand late comments makes one message a person and needs hardly more memory than one comment does,
and a process that dies has told everybody or nobody. What was answered meanwhile is left out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit import workflow as audit
from core import clock, times
from core.actors import SWEEP
from moderation.clock_rules import SchoolClock
from moderation.escalation.audience import Audience, audience
from moderation.escalation.ladder import Step, step_of
from moderation.escalation.messages import DIGEST, GRAVEST_FIRST, kind_of, message_of, what_waits
from moderation.escalation.quiet import is_quiet
from moderation.models import Digest, Heartbeat, Item, ItemStage, LadderStep, Untold, desk
from moderation.states import Status
from notifications import workflow as notifications
from people.models import User

NAME = "telling"  # of the heartbeat, whose moment is that of the last telling
LISTED = 100  # comments that a digest names; of more it says how many

audit.register("moderation.tell", "told people what waits")


class Group(NamedTuple):
    """Open items of one account for which the same steps were reached: `steps` has a bit for each."""

    account_id: int
    holder_id: int | None
    steps: int
    in_lane: int
    is_late: int
    number: int
    an_item: int


@dataclass
class Message:
    """What one person is going to be told. `places` are the accounts for each step, by whether the person is asked as

    the one who has the items.
    """

    person: User
    by_mail: bool = False
    kinds: Counter[str] = field(default_factory=Counter)
    an_item: int = 0
    step: Step | None = None
    places: dict[tuple[str, bool], set[int]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return sum(self.kinds.values())


def tell(school: SchoolClock) -> int:
    """Tell everybody of what nobody was told of yet. Returns how many people. One query where there is nothing."""
    if not Untold.objects.exists():
        return 0
    steps = [step_of(row) for row in LadderStep.objects.filter(is_on=True)]
    ready = Untold.objects.all()
    if is_quiet(clock.now(), desk(), school.zone):
        ready = ready.filter(step__in=[step.key for step in steps if step.in_quiet_hours])
        if not ready.exists():
            return 0
    with audit.unit("moderation.tell", actor=SWEEP):
        moment = _hold()
        rows = list(ready.values_list("pk", flat=True))
        messages = _messages(_groups(rows, steps), steps, moment)
        _send(messages, rows, moment, school.zone)
        Untold.objects.filter(pk__in=rows).delete()
        if rows:
            audit.record("moderation.tell", None, actor=SWEEP, people=len(messages))
    return len(messages)


def _hold() -> datetime:
    """Hold the row of this job until all is told: two tellings follow each other. Returns the moment of this one."""
    Heartbeat.objects.get_or_create(name=NAME)
    job = Heartbeat.objects.select_for_update().get(name=NAME)
    # One moment for each telling: by it the messages of one telling know each other.
    job.at = clock.now() if job.at is None else max(clock.now(), job.at + timedelta(microseconds=1))
    job.save(update_fields=["at"])
    return job.at


def _each_item() -> str:
    """SQL for the items of Untold `t` one by one, as `v`, whose value is the item's id."""
    if connection.vendor == "postgresql":
        return "moderation_untold t CROSS JOIN LATERAL (SELECT e.value::bigint FROM jsonb_array_elements(t.items) e) v"
    return "moderation_untold t, json_each(t.items) v"


def _groups(rows: Sequence[int], steps: Sequence[Step]) -> list[Group]:
    """The open items among those of `rows`, counted by all that decides who is told. One query, few results."""
    if not (steps and rows):
        return []
    bits = " ".join("WHEN %s THEN %s" for _ in steps)
    numbers = [value for at, step in enumerate(steps) for value in (step.key, 1 << at)]
    now = connection.ops.adapt_datetimefield_value(clock.now())
    # Only placeholders are put in. An item comes to a step once, so the sum is a set of bits.
    sql = f"""
        SELECT account_id, holder_id, steps, in_lane, is_late, COUNT(*), MIN(id) FROM (
            SELECT i.id, i.account_id, s.steps,
                CASE WHEN i.claimed_until IS NULL OR i.claimed_until > %s THEN i.claimed_by_id END AS holder_id,
                CASE WHEN i.priority_due_at IS NOT NULL AND i.priority_acted_at IS NULL THEN 1 ELSE 0 END AS in_lane,
                CASE WHEN i.due_at < %s THEN 1 ELSE 0 END AS is_late
            FROM (
                SELECT item_id, SUM(CASE step {bits} ELSE 0 END) AS steps FROM (
                    SELECT DISTINCT v.value AS item_id, t.step FROM {_each_item()}
                    WHERE t.id IN ({", ".join("%s" for _ in rows)})
                ) d GROUP BY item_id
            ) s JOIN moderation_item i ON i.id = s.item_id WHERE i.status = %s AND s.steps > 0
        ) g GROUP BY account_id, holder_id, steps, in_lane, is_late"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [now, now, *numbers, *rows, Status.OPEN.value])
        return [Group(account, holder, int(steps), *rest) for account, holder, steps, *rest in cursor.fetchall()]


def _messages(groups: Sequence[Group], steps: Sequence[Step], moment: datetime) -> list[Message]:
    told = audience({each.account_id for each in groups}, {each.holder_id for each in groups if each.holder_id}, moment)
    found: dict[int, Message] = {}
    for group in groups:
        reached = [step for at, step in enumerate(steps) if group.steps >> at & 1]
        # A step of the lane says nothing any more once somebody has acted, though the item be open.
        wanted = [step for step in reached if group.in_lane or not step.anchor.startswith("priority")]
        for person, theirs in _for_each(group, wanted, told, found).items():
            message, step = found[person], min(theirs, key=lambda step: GRAVEST_FIRST.index(step.anchor))
            message.kinds[kind_of(step, late=bool(group.is_late))] += group.number
            message.an_item, message.step = group.an_item, step
    return list(found.values())


def _for_each(group: Group, steps: Iterable[Step], told: Audience, found: dict[int, Message]) -> dict[int, list[Step]]:
    """The steps at which each person is told of the items of a group, by the person's id."""
    theirs: dict[int, list[Step]] = {}
    for step in steps:
        for each in told.of(step.whom, group.account_id, group.holder_id):
            message = found.setdefault(each.person.pk, Message(each.person))
            message.by_mail |= each.by_mail and step.by_mail
            message.places.setdefault((step.key, each.person.pk == group.holder_id), set()).add(group.account_id)
            theirs.setdefault(each.person.pk, []).append(step)
    return theirs


def _send(messages: Sequence[Message], rows: Sequence[int], moment: datetime, zone: tzinfo) -> None:
    """One notice for each: of one item by its name, of several as a digest."""
    several = [each for each in messages if each.number > 1]
    digests = Digest.objects.bulk_create(
        [Digest(person=each.person, made_at=moment, counts=dict(each.kinds)) for each in several]
    )
    _list_items(digests, several, rows)
    notices = [
        notifications.Notice(
            [each.person],
            DIGEST,
            event=f"digest:{digest.pk}",
            url=reverse("moderation:digest", args=[digest.pk]),
            about=digest,
            params={"number": each.number, "what": what_waits(each.kinds)},
            by_mail=each.by_mail,
        )
        for digest, each in zip(digests, several, strict=True)
    ]
    with timezone.override(zone):
        notices += _of_one([each for each in messages if each.number == 1])
    notifications.tell_each(notices)


def _of_one(messages: Sequence[Message]) -> list[notifications.Notice]:
    items = Item.objects.select_related("account").in_bulk({each.an_item for each in messages})
    notices = []
    for each in messages:
        item = items[each.an_item]
        assert each.step is not None  # noqa: S101  whoever is told of an item is told at a step
        notices.append(
            notifications.Notice(
                [each.person],
                message_of(each.step),
                event=f"item:{item.pk}:{each.step.key}",
                url=reverse("moderation:item", args=[item.pk]),
                about=item,
                params={"account": item.account.name, "due": times.short(item.due_at)},
                by_mail=each.by_mail,
            )
        )
    return notices


def _list_items(digests: Sequence[Digest], messages: Sequence[Message], rows: Sequence[int]) -> None:
    """The first of the items that each digest is about: enough to begin with, and no hundred thousand rows."""
    first = [_first_items(message, rows) for message in messages]
    items = {item for each in first for item in each}
    stages: dict[int, int] = {}
    keys = {key for message in messages for key, _ in message.places}
    found = ItemStage.objects.filter(item__in=items, stage__in=keys).order_by("pk").values_list("item_id", "pk")
    for item_id, pk in found:
        stages.setdefault(item_id, pk)
    through = Digest.stages.through
    through.objects.bulk_create(
        [
            through(digest_id=digest.pk, itemstage_id=stages[item])
            for digest, each in zip(digests, first, strict=True)
            for item in each
        ],
        batch_size=1000,
    )


def _first_items(message: Message, rows: Sequence[int]) -> list[int]:
    """LISTED of the open items that this person is told of. It stops looking once it has them."""
    places: list[str] = []
    values: list[str | int] = []
    for (key, is_holder), accounts in message.places.items():
        place = f"t.step = %s AND i.account_id IN ({', '.join('%s' for _ in accounts)})"
        places.append(f"{place} AND i.claimed_by_id = %s" if is_holder else place)
        values += [key, *accounts, *([message.person.pk] if is_holder else [])]
    sql = f"""
        SELECT i.id FROM {_each_item()} JOIN moderation_item i ON i.id = v.value
        WHERE t.id IN ({", ".join("%s" for _ in rows)}) AND i.status = %s AND ({" OR ".join(places)})
        LIMIT {LISTED * len(places)}"""  # noqa: S608  placeholders, and numbers of our own
    with connection.cursor() as cursor:
        cursor.execute(sql, [*rows, Status.OPEN.value, *values])
        return list(dict.fromkeys(pk for (pk,) in cursor.fetchall()))[:LISTED]
