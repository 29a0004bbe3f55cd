"""What is measured: importing, sweeping, the queue's page; each beside the least that the database needs for it."""

import copy
import csv
import io
import random
from collections.abc import Iterator
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Runner
from bench.timing import Measure, median, seconds
from core import clock
from core.actors import COMMAND_LINE
from moderation import selectors, sweep
from moderation.figures import Period, figures
from moderation.imports import workflow
from moderation.models import ImportBatch, Item
from people.models import Role, RoleGrant, User
from school.models import School, school_zone

DAYS = 20
WORDS = (
    "when",
    "where",
    "the school fair",
    "the bus",
    "lunch",
    "thank you",
    "lovely",
    "again",
    "please",
    "closed",
    "why",
)


def a_file(rows: int, link: str = "https://example.org") -> bytes:
    """Invented comments of the last DAYS days."""
    chance = random.Random(rows)  # noqa: S311  the same file each time
    text, now = io.StringIO(), clock.now()
    writer = csv.writer(text)
    writer.writerow(["received_at", "text", "external_id", "author", "permalink"])
    for number in range(rows):
        at = now - timedelta(seconds=chance.randrange(3600, DAYS * 86400))
        said = " ".join(chance.choices(WORDS, k=chance.randrange(2, 25)))
        writer.writerow([at.isoformat(), said, f"n{number}", f"user{number % 700}", f"{link}/{number}"])
    return text.getvalue().encode()


def measure(rows: int) -> Iterator[Measure]:
    """Each measure as soon as it is there. Leaves its data in the database of the settings, which was empty."""
    person, account, other = _seed()
    ours, items = _import(account, rows)
    yield Measure(f"import {rows:,} rows / bulk_create them", rows, ours, _least_import(other, items))
    yield Measure(
        f"import {rows:,} rows again / ask for their ids", rows, _import(account, rows)[0], _least_again(account)
    )
    least = seconds(lambda: Item.objects.filter(account=account).update(claimed_at=clock.now()))
    late = Item.objects.late(clock.now()).count()
    yield Measure(f"sweep {late:,} late comments / one plain UPDATE of them", late, seconds(sweep.run), least)
    yield _queue(person)
    yield _figures(account)


def _seed() -> tuple[User, Account, Account]:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    now = clock.now()
    School.objects.create(pk=1, name="St. Jude's", set_up_at=now)
    person = User.objects.create(full_name="Tom Teacher", email="tom@stjudes.example", joined_at=now)
    RoleGrant.objects.create(person=person, role=Role.STAFF, granted_at=now)
    accounts = [
        Account.objects.create(
            name=name, platform="facebook", handle=name, created_at=now, monitored_from=now - timedelta(days=watched)
        )
        for name, watched in (("Main", DAYS + 1), ("Other", 0))  # all of the other's are backfill: not swept
    ]
    Runner.objects.create(account=accounts[0], person=person, is_lead=True, from_at=now)
    return person, accounts[0], accounts[1]


def _import(account: Account, rows: int) -> tuple[float, list[Item]]:
    """From the bytes of the file to the last comment."""
    content = a_file(rows)

    def run() -> ImportBatch:
        batch = workflow.start(account, actor=COMMAND_LINE, file_name="bench.csv", content=content)
        batch = workflow.map_columns(batch, actor=COMMAND_LINE, columns=workflow.columns_of(batch))
        return workflow.run(workflow.confirm(batch, actor=COMMAND_LINE, by_worker=False), actor=COMMAND_LINE)

    took = seconds(run)
    return took, list(Item.objects.filter(account=account))


def _least_import(account: Account, items: list[Item]) -> float:
    """The same rows, built beforehand, put into the table in transactions of the same size."""
    copies = [copy.copy(item) for item in items]
    for item in copies:
        item.pk, item.account, item.in_figures, item.sweep_at = None, account, False, None
        item._state.adding = True

    def store() -> None:
        for start in range(0, len(copies), workflow.CHUNK):
            with transaction.atomic():
                Item.objects.bulk_create(copies[start : start + workflow.CHUNK])

    return seconds(store)


def _least_again(account: Account) -> float:
    ids = list(Item.objects.filter(account=account).values_list("external_id", flat=True))

    def ask() -> None:
        for start in range(0, len(ids), workflow.CHUNK):
            known = Item.objects.filter(account=account, external_id__in=ids[start : start + workflow.CHUNK])
            list(known.values_list("external_id", flat=True))

    return seconds(ask)


def _queue(person: User) -> Measure:
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    url = reverse("moderation:queue")

    def page() -> None:
        assert client.get(url).status_code == 200  # noqa: S101  a page that fails is quick

    def query() -> None:
        items = selectors.in_state(Item.objects.visible_to(person), "waiting", clock.now())
        list(items.order_by(*selectors.WAITING_ORDER)[: selectors.PER_PAGE + 1])

    return Measure("the queue's page / its list's query", 1, median(page), median(query))


def _figures(account: Account) -> Measure:
    zone = school_zone()

    def ours() -> None:
        figures([account], Period("in all"), zone)

    def count() -> None:
        list(Item.objects.filter(account=account).values_list("received_at", "due_at", "responded_at", "status"))

    return Measure("the figures / reading the same rows once", 1, median(ours), median(count))
