"""Who runs an account without being ready to (P2, P3): one reading for pages, the daily round and handovers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account, AccountQuerySet, Runner, RunnerQuerySet
from accounts.states import Status
from core import clock, times
from notifications.models import Notification
from people.models import User
from policy.selectors import NOT_PUBLISHED, Readiness, readiness_of

REMINDER = "accounts.ready_reminder"


@dataclass(frozen=True)
class ToDo:
    """What somebody does to become ready: `words` complete "Please …"; `url` is the place."""

    words: str
    url: str
    is_policy: bool = False


def to_do(standing: Readiness) -> list[ToDo]:
    """Empty for who is ready."""
    if standing.ready:
        return []
    steps = []
    if NOT_PUBLISHED in standing.missing:
        words = "wait until the school has published its policy here"
        steps.append(ToDo(words, reverse("policy:index"), is_policy=True))
    elif standing.acknowledged_at is None:
        again = "read and acknowledge the new version of the policy"
        words = again if standing.acknowledged_older else "read and acknowledge the policy"
        steps.append(ToDo(words, reverse("policy:read"), is_policy=True))
    until = standing.trained_until
    if until is None:
        steps.append(ToDo("take the training", reverse("courses:index")))
    elif until < clock.today():
        steps.append(ToDo(f"renew your training, which ran out on {times.day(until)}", reverse("courses:index")))
    return steps


def in_words(steps: Iterable[ToDo]) -> str:
    return ", and ".join(step.words for step in steps)


@dataclass(frozen=True)
class Unready:
    """Somebody who is named as running an account, may sign in, and is not ready."""

    runner: Runner
    standing: Readiness

    @property
    def since(self) -> date | None:
        """The local day on which the daily round noticed it; None where it has not yet."""
        at = self.runner.unready_since
        return timezone.localtime(at).date() if at else None

    @property
    def lacks_policy(self) -> bool:
        return self.standing.acknowledged_at is None

    @property
    def lacks_training(self) -> bool:
        until = self.standing.trained_until
        return until is None or until < clock.today()


def unready_runners(accounts: "Iterable[Account] | AccountQuerySet") -> list[Unready]:
    """Who of those who run `accounts` now is not ready, by account and name. Four queries, however many they are."""
    return unready_among(Runner.objects.now().filter(account__in=accounts))


def unready_among(runners: RunnerQuerySet) -> list[Unready]:
    """Who of `runners` is not ready. Who cannot sign in any more is left to the handover."""
    found = runners.select_related("account", "person").order_by("account__name", "account", "person__full_name", "pk")
    able = [runner for runner in found if runner.person.may_sign_in]
    if not able:
        return []
    standing = readiness_of({runner.person_id: runner.person for runner in able}.values())
    return [Unready(runner, standing[runner.person_id]) for runner in able if not standing[runner.person_id].ready]


def of_live_accounts(reader: User) -> RunnerQuerySet:
    """Those who run a live account now, as far as this reader may know whether they are ready."""
    return Runner.objects.overseen_by(reader).filter(account__status=Status.LIVE)


def found(rows: list[Unready], q: str = "", lacks: str = "", since: date | None = None) -> list[Unready]:
    """Those of `rows` that the list's filters leave."""
    q = q.casefold()
    return [
        row
        for row in rows
        if (not q or q in f"{row.runner.person.full_name}\n{row.runner.account.name}".casefold())
        and (lacks != "policy" or row.lacks_policy)
        and (lacks != "training" or row.lacks_training)
        and (since is None or (row.since is not None and row.since >= since))
    ]


def in_order(rows: list[Unready]) -> RunnerQuerySet:
    """The rows again as a query that can be paged: by account, then by person."""
    pks = [row.runner.pk for row in rows]
    return (
        Runner.objects.now()
        .filter(pk__in=pks)
        .annotate(account_name=F("account__name"), person_name=F("person__full_name"))
    )


ORDER = ("account_name", "account_id", "person_name", "pk")


def reminder_event(person: User) -> str:
    """Once a day at most, whichever accounts the person runs."""
    return f"person:{person.pk}:ready:{clock.today().isoformat()}"


def reminded_today(people: Iterable[User]) -> set[int]:
    """Whom of `people` (by key) somebody has reminded today."""
    events = [reminder_event(person) for person in people]
    return set(Notification.objects.filter(template=REMINDER, event__in=events).values_list("recipient", flat=True))
