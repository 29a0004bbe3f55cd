"""The moments at which the portal speaks up about an item: recorded once each, and who is told (M2).

The sweep calls this for many items at once, and a verb for the one that it finds late. The caller holds
the items' rows and the transaction.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import Runner
from audit import workflow as audit
from core import times
from core.actors import SWEEP
from moderation import messages as _messages  # noqa: F401  registers the words
from moderation.models import Item, ItemStage
from moderation.states import Stage
from notifications import workflow as notifications
from people.models import Role, User
from school.models import school_zone

_WORDS = {
    Stage.REMINDER_HALF: "sent a reminder at half of the time",
    Stage.REMINDER_TWO_HOURS: "sent a reminder two hours before the time",
    Stage.BREACH: "recorded that it was not answered in time",
    Stage.ESCALATED_ADMINISTRATORS: "told the Administrators that it is late",
    Stage.ESCALATED_SLT: "told SLT that it is still not answered",
}
for _stage, _words in _WORDS.items():
    audit.register(f"moderation.{_stage}", _words)

# When each stage was reached, and what the sweep looks for next once it is done.
REACHED_AT: dict[Stage, Callable[[Item], datetime]] = {
    Stage.REMINDER_HALF: lambda item: item.remind_half_at,
    Stage.REMINDER_TWO_HOURS: lambda item: item.remind_two_hours_at,
    Stage.BREACH: lambda item: item.due_at,
    Stage.ESCALATED_ADMINISTRATORS: lambda item: item.due_at,
    Stage.ESCALATED_SLT: lambda item: item.escalate_slt_at,
}


@dataclass(frozen=True)
class Audience:
    """Everybody who may have to be told, read once for many items."""

    runners: dict[int, list[User]]
    administrators: list[User]
    slt: list[User]
    people: dict[int, User]

    def of(self, item: Item, stage: Stage) -> list[User]:
        """Who is told; never a leaver or somebody switched off. Where nobody runs the account, Administrators are."""
        runners = self.runners.get(item.account_id) or self.administrators
        if stage in (Stage.REMINDER_HALF, Stage.REMINDER_TWO_HOURS):
            claimer = self.people.get(item.claimed_by_id or 0)
            return [claimer] if claimer else runners
        if stage == Stage.BREACH:
            told_otherwise = {person.pk for person in self.administrators}
            return [person for person in runners if person.pk not in told_otherwise]
        return self.slt if stage == Stage.ESCALATED_SLT else self.administrators


def audience(items: Sequence[Item]) -> Audience:
    """Four queries, however many items."""
    accounts = {item.account_id for item in items}
    named = Runner.objects.filter(account__in=accounts, until_at=None, person__in=User.objects.active().values("pk"))
    runners: dict[int, list[User]] = {}
    for runner in named.select_related("person").order_by("account", "-is_lead", "pk"):
        runners.setdefault(runner.account_id, []).append(runner.person)
    claimers = {item.claimed_by_id for item in items if item.claimed_by_id}
    return Audience(
        runners=runners,
        administrators=list(User.objects.holding(Role.ADMINISTRATOR)),
        slt=list(User.objects.holding(Role.SLT)),
        people={person.pk: person for person in User.objects.active().filter(pk__in=claimers)} if claimers else {},
    )


def reached(item: Item, now: datetime, done: Iterable[str]) -> list[Stage]:
    """The stages that must be acted on at `now` and were not yet. A reminder that a later one overtook is left out."""
    if now <= item.due_at:
        if now >= item.remind_two_hours_at:
            stages = [Stage.REMINDER_TWO_HOURS]
        else:
            stages = [Stage.REMINDER_HALF] if now >= item.remind_half_at else []
    else:
        stages = [Stage.BREACH, Stage.ESCALATED_ADMINISTRATORS]
        if now >= item.escalate_slt_at:
            stages.append(Stage.ESCALATED_SLT)
    finished = set(done)
    return [stage for stage in stages if stage not in finished]


def next_look(item: Item, now: datetime) -> datetime | None:
    """When the sweep must look at an unanswered item again, once it has acted on what was reached at `now`."""
    for moment in (item.remind_half_at, item.remind_two_hours_at):
        if now < moment:
            return moment
    if now <= item.due_at:
        return item.due_at
    return item.escalate_slt_at if now < item.escalate_slt_at else None


def act(work: Sequence[tuple[Item, Sequence[Stage]]], now: datetime) -> int:
    """Record each stage of each item, and tell people: some ten queries for many items. Returns how many stages."""
    pairs = [(item, stage) for item, stages in work for stage in stages]
    if not pairs:
        return 0
    ItemStage.objects.bulk_create(
        [ItemStage(item=item, stage=stage, at=REACHED_AT[stage](item), noticed_at=now) for item, stage in pairs],
        ignore_conflicts=True,
    )
    late = [item.pk for item, stage in pairs if stage == Stage.BREACH]
    if late:
        Item.objects.filter(pk__in=late, breached_at=None).update(breached_at=F("due_at"))
    _tell(pairs)
    for item, stage in pairs:
        audit.record(f"moderation.{stage}", item, actor=SWEEP, due_at=item.due_at.isoformat())
    return len(pairs)


def _tell(pairs: Sequence[tuple[Item, Stage]]) -> None:
    told = audience([item for item, _ in pairs])
    with timezone.override(school_zone()):
        due = {item.pk: times.short(item.due_at) for item, _ in pairs}
    notifications.tell_each(
        notifications.Notice(
            told.of(item, stage),
            f"moderation.{stage}",
            event=f"item:{item.pk}:{stage}",
            url=reverse("moderation:item", args=[item.pk]),
            about=item,
            params={"account": item.account.name, "due": due[item.pk]},
        )
        for item, stage in pairs
    )


def breach_if_late(item: Item, stopped_at: datetime, now: datetime) -> None:
    """Record the breach of an item that was answered or closed late before a sweep noticed it."""
    if item.in_figures and item.breached_at is None and stopped_at > item.due_at:
        act([(item, [Stage.BREACH, Stage.ESCALATED_ADMINISTRATORS])], now)
        item.breached_at = item.due_at
