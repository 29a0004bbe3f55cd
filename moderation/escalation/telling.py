"""Telling people what the sweep recorded: one message a person, whatever came together (M2).

The record is written at once and knows no quiet hours; a stage that people must be told of stays untold until here.
All that is untold is taken together, in one transaction that holds the row of this job: it marks the stages as told at
one moment that no other telling has, counts them by account in the database, and writes a message for each person. So
an outage that brings a hundred thousand late comments makes one message a person and needs no more memory than one
comment does, and a process that dies has told everybody or nobody. What was answered meanwhile is left out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from django.db import connection
from django.db.models import Q
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
from moderation.models import Digest, Heartbeat, Item, ItemStage, LadderStep, desk
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
    untold = ItemStage.objects.filter(told_at=None)
    if not untold.exists():
        return 0
    steps = [step_of(row) for row in LadderStep.objects.filter(is_on=True)]
    if is_quiet(clock.now(), desk(), school.zone):
        untold = untold.filter(stage__in=[step.key for step in steps if step.in_quiet_hours])
        if not untold.exists():
            return 0
    with audit.unit("moderation.tell", actor=SWEEP):
        moment = _moment()
        number = untold.update(told_at=moment)
        messages = _messages(_groups(moment, steps), steps, moment) if number else []
        _send(messages, moment, school.zone)
        if number:
            audit.record("moderation.tell", None, actor=SWEEP, stages=number, people=len(messages))
    return len(messages)


def _moment() -> datetime:
    """A moment that no other telling has; its row stays held, so that two tellings follow each other."""
    Heartbeat.objects.get_or_create(name=NAME)
    last = Heartbeat.objects.select_for_update().get(name=NAME)
    last.at = clock.now() if last.at is None else max(clock.now(), last.at + timedelta(microseconds=1))
    last.save(update_fields=["at"])
    return last.at


def _groups(moment: datetime, steps: Sequence[Step]) -> list[Group]:
    """The open items of what is told at `moment`, counted by all that decides who is told. One query, few rows."""
    if not steps:
        return []
    bits = " ".join("WHEN %s THEN %s" for _ in steps)
    numbers = [value for at, step in enumerate(steps) for value in (step.key, 1 << at)]
    now = connection.ops.adapt_datetimefield_value(clock.now())
    # Only the number of placeholders is put in: each stage of an item is there once, so the sum is a set of bits.
    sql = f"""
        SELECT account_id, holder_id, steps, in_lane, is_late, COUNT(*), MIN(id) FROM (
            SELECT i.id, i.account_id, s.steps,
                CASE WHEN i.claimed_until IS NULL OR i.claimed_until > %s THEN i.claimed_by_id END AS holder_id,
                CASE WHEN i.priority_due_at IS NOT NULL AND i.priority_acted_at IS NULL THEN 1 ELSE 0 END AS in_lane,
                CASE WHEN i.due_at < %s THEN 1 ELSE 0 END AS is_late
            FROM (
                SELECT item_id, SUM(CASE stage {bits} ELSE 0 END) AS steps
                FROM moderation_itemstage WHERE told_at = %s GROUP BY item_id
            ) s JOIN moderation_item i ON i.id = s.item_id WHERE i.status = %s AND s.steps > 0
        ) g GROUP BY account_id, holder_id, steps, in_lane, is_late"""  # noqa: S608
    told_at = connection.ops.adapt_datetimefield_value(moment)
    with connection.cursor() as cursor:
        cursor.execute(sql, [now, now, *numbers, told_at, Status.OPEN.value])
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


def _send(messages: Sequence[Message], moment: datetime, zone: tzinfo) -> None:
    """One notice for each: of one item by its name, of several as a digest."""
    several = [each for each in messages if each.number > 1]
    digests = Digest.objects.bulk_create(
        [Digest(person=each.person, made_at=moment, counts=dict(each.kinds)) for each in several]
    )
    _list_items(digests, several, moment)
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


def _list_items(digests: Sequence[Digest], messages: Sequence[Message], moment: datetime) -> None:
    """The first of the stages that each digest is about: enough to begin with, and no hundred thousand rows."""
    through = Digest.stages.through
    rows = []
    for digest, message in zip(digests, messages, strict=True):
        places = Q()
        for (key, is_holder), accounts in message.places.items():
            place = Q(stage=key, item__account__in=accounts)
            places |= place & Q(item__claimed_by=message.person) if is_holder else place
        of_theirs = ItemStage.objects.filter(places, told_at=moment, item__status=Status.OPEN).order_by("told_at", "pk")
        items: dict[int, int] = {}
        for pk, item_id in of_theirs.values_list("pk", "item_id")[: LISTED * 3]:
            items.setdefault(item_id, pk)
        rows += [through(digest_id=digest.pk, itemstage_id=pk) for pk in list(items.values())[:LISTED]]
    through.objects.bulk_create(rows, batch_size=1000)
