"""Who watches which account on which day: the weekly turns, and over them the covers that were agreed to (M1).

Whoever is away, has left or does not work on the account's comments any more watches nothing, whatever the rota says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Account, AccountQuerySet, Runner
from core import clock
from core.worktime import ONE_DAY
from moderation.models import Check, Cover, Turn
from moderation.rules import WATCHERS
from people.models import Absence, RoleGrant, User
from school.models import school_zone

AHEAD = 7  # days for which gaps are shown and warned of


@dataclass(frozen=True)
class Watch:
    """One day of one account. `person` watches it; `instead_of` is whose turn it was before a cover.

    `missing` says why nobody does, in words; empty where somebody does.
    """

    account: Account
    day: date
    person: User | None
    instead_of: User | None = None
    missing: str = ""
    cover: Cover | None = None

    @property
    def is_gap(self) -> bool:
        return self.person is None


def days_from(first: date, number: int) -> list[date]:
    return [first + ONE_DAY * ahead for ahead in range(number)]


def watched() -> AccountQuerySet:
    """The accounts that somebody has to look at every day: open ones whose comments the portal counts."""
    return Account.objects.open().filter(monitored_from__isnull=False)


def plan(accounts: Iterable[Account], days: Sequence[date]) -> dict[int, list[Watch]]:
    """Each day of each account, by the account's id. Six queries, however many accounts and days."""
    known = list(accounts)
    turns = {
        (turn.account_id, turn.weekday): turn.person
        for turn in Turn.objects.filter(account__in=known).select_related("person")
    }
    agreed = Cover.objects.filter(account__in=known, day__in=days, agreed_at__isnull=False, declined_at=None)
    covers = {(cover.account_id, cover.day): cover for cover in agreed.select_related("person", "instead_of")}
    able = _Able.of(known, days)
    return {
        account.pk: [
            _watch(account, day, turns.get((account.pk, day.weekday())), covers.get((account.pk, day)), able)
            for day in days
        ]
        for account in known
    }


def _watch(account: Account, day: date, turn: User | None, cover: Cover | None, able: "_Able") -> Watch:
    named = cover.person if cover else turn
    if named is None:
        return Watch(account, day, None, missing="Nobody is named")
    why = able.why_not(named, account, day)
    person = None if why else named
    return Watch(account, day, person, cover.instead_of if cover else None, why, cover)


@dataclass(frozen=True)
class _Able:
    """Who can watch, read once for many days."""

    everywhere: frozenset[int]
    runners: frozenset[tuple[int, int]]
    away: Sequence[tuple[int, date, date]]

    @classmethod
    def of(cls, accounts: Sequence[Account], days: Sequence[date]) -> "_Able":
        held = RoleGrant.objects.filter(role__in=WATCHERS, revoked_at=None)
        runs = Runner.objects.filter(account__in=accounts, until_at=None)
        away = Absence.objects.overlapping(min(days), max(days)) if days else Absence.objects.none()
        return cls(
            frozenset(held.values_list("person", flat=True)),
            frozenset(runs.values_list("account", "person")),
            list(away.values_list("person", "from_on", "until_on")),
        )

    def why_not(self, person: User, account: Account, day: date) -> str:
        """Why this person does not watch on that day; empty where nothing is in the way."""
        if not person.is_active or (person.leaves_on is not None and person.leaves_on < day):
            return f"{person.full_name} has left by then"
        if person.pk not in self.everywhere and (account.pk, person.pk) not in self.runners:
            return f"{person.full_name} does not run it any more"
        if any(who == person.pk and first <= day <= last for who, first, last in self.away):
            return f"{person.full_name} is away"
        return ""


def gaps(accounts: Iterable[Account]) -> dict[int, list[Watch]]:
    """The days of the coming week that nobody watches, of the accounts that have a rota at all."""
    with_rota = set(Turn.objects.values_list("account", flat=True).distinct())
    chosen = [account for account in accounts if account.pk in with_rota]
    coming = plan(chosen, days_from(clock.today(), AHEAD))
    return {pk: missing for pk, days in coming.items() if (missing := [day for day in days if day.is_gap])}


def unchecked(day: date) -> list[Account]:
    """Which accounts nobody looked at on that day, of those that have a rota or were ever looked at before."""
    ids = set(Turn.objects.values_list("account", flat=True))
    ids |= set(Check.objects.filter(day__lt=day).order_by().values_list("account", flat=True).distinct())
    seen = set(Check.objects.filter(day=day).values_list("account", flat=True))
    zone = school_zone()
    return [
        account
        for account in watched().filter(pk__in=ids - seen)
        if account.monitored_from is not None and account.monitored_from.astimezone(zone).date() <= day
    ]


def watchers(accounts: Iterable[int], day: date) -> dict[int, list[User]]:
    """Who watches each account on that day, where somebody does: for the ladder's steps that ask the rota."""
    known = Account.objects.get_queryset().filter(pk__in=list(accounts))
    return {pk: [watch.person] for pk, (watch,) in plan(known, [day]).items() if watch.person is not None}
