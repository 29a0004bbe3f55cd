"""What the register shows: its filters, its orders, and what of each account needs a look. Reading only (R4)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Lower

from accounts import handles, readiness, reviews
from accounts.models import Account, AccountQuerySet, AccountReview, Runner
from accounts.states import Status
from core import times
from people.models import User

WHOSE = [("", "All accounts"), ("mine", "Those that I run")]
LOOKS = [
    ("", "All of them"),
    ("any", "Needs a look"),
    ("few", "Fewer than two employees"),
    ("unready", "Somebody is not ready"),
    ("review", "Its yearly look is late"),
]
SORTS = [
    ("", "Name"),
    ("platform", "Platform"),
    ("state", "State"),
    ("review", "Next yearly look"),
    ("newest", "Newest first"),
]
# By columns and annotations that are never null, as pages of a list need.
ORDERS: dict[str, tuple[str, ...]] = {
    "": ("plain_name", "pk"),
    "platform": ("platform", "plain_name", "pk"),
    "state": ("state_order", "plain_name", "pk"),
    "review": ("review_day", "plain_name", "pk"),
    "newest": ("-created_at", "-pk"),
}


@dataclass
class Row:
    """An account of the register: who runs it, and in a few words why somebody should look at it."""

    account: Account
    lead: User | None = None
    others: list[User] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)

    @property
    def late(self) -> bool:
        """Whether its yearly look is."""
        return reviews.is_late(self.account)


def found(
    accounts: AccountQuerySet,
    reader: User,
    *,
    q: str = "",
    platform: str = "",
    state: str = "",
    whose: str = "",
    openness: str = "",
    look: str = "",
    sort: str = "",
) -> AccountQuerySet:
    """Those of `accounts` that the register's filters leave. `sort` is for `in_order`."""
    if q:
        accounts = accounts.filter(_named(q))
    if platform:
        accounts = accounts.filter(platform=platform)
    if state:
        accounts = accounts.filter(status=state)
    if whose:
        accounts = accounts.filter(pk__in=Runner.objects.now().filter(person=reader).values("account"))
    if openness:
        accounts = accounts.filter(openness=openness)
    return accounts.filter(_needs_a_look(look, reader)) if look else accounts


def _named(q: str) -> Q:
    """By its name, handle, address, or by the name of somebody who runs it."""
    word = handles.clean(q)
    people = Runner.objects.now().filter(person__full_name__icontains=word).values("account")
    return (Q(name__icontains=word) | Q(handle__icontains=word) | Q(url__icontains=word) | Q(platform_id=word)) | Q(
        pk__in=people
    )


def _needs_a_look(look: str, reader: User) -> Q:
    causes = {"few": Q(few_since__isnull=False, status=Status.LIVE), "review": reviews.is_overdue()}
    if look in ("any", "unready"):
        unready = readiness.unready_among(readiness.of_live_accounts(reader))
        causes["unready"] = Q(pk__in={row.runner.account_id for row in unready})
    if look != "any":
        return causes[look]
    return causes["few"] | causes["review"] | causes["unready"]


def in_order(accounts: AccountQuerySet) -> AccountQuerySet:
    """With the annotations by which ORDERS sorts."""
    states = [When(status=status, then=Value(place)) for place, status in enumerate(Status.values)]
    return accounts.annotate(
        plain_name=Lower("name"),
        state_order=Case(*states, default=Value(len(states)), output_field=IntegerField()),
        review_day=Coalesce("review_on", Value(date.max)),
    )


def rows(accounts: Sequence[Account], reader: User) -> list[Row]:
    """Each account as a row, in five queries however many they are."""
    made = {account.pk: Row(account) for account in accounts}
    named = Runner.objects.now().filter(account__in=made).select_related("person")
    for runner in named:
        row = made[runner.account_id]
        if runner.is_lead:
            row.lead = runner.person
        else:
            row.others.append(runner.person)
    unready = Counter(_unready_accounts(made, reader))
    for pk, row in made.items():
        row.looks = _looks(row.account, unready[pk])
    return list(made.values())


def _unready_accounts(accounts: Iterable[int], reader: User) -> list[int]:
    runners = readiness.of_live_accounts(reader).filter(account__in=accounts)
    return [row.runner.account_id for row in readiness.unready_among(runners)]


def _looks(account: Account, unready: int) -> list[str]:
    looks = []
    if account.status == Status.LIVE and account.few_since is not None:
        looks.append("Fewer than two employees")
    if unready:
        looks.append("1 runner is not ready" if unready == 1 else f"{unready} runners are not ready")
    if account.review_on is not None and reviews.is_late(account):
        looks.append(f"To be looked at by {times.day(account.review_on)}")
    return looks


def with_last_look(rows: list[Row]) -> list[tuple[Row, AccountReview | None]]:
    """Each row with the account's last look, in one query more."""
    last: dict[int, AccountReview] = {}
    done = AccountReview.objects.filter(account__in=[row.account.pk for row in rows]).order_by("at", "pk")
    for one in done.select_related("reviewed_by"):
        last[one.account_id] = one
    return [(row, last.get(row.account.pk)) for row in rows]
