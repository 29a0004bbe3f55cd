"""What a worker measures in its own database. Each leg takes its arguments by name and returns what it found."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Count
from django.test import Client, override_settings
from django.urls import reverse

from bench.reveals import _signed_in
from core import clock
from core.pagination import FORWARD, KeysetPaginator
from moderation import selectors
from moderation.figures.recounting import MEASURED, UPTO
from moderation.models import Item, Rollup
from people.models import User

LEGS: dict[str, Callable[..., Any]] = {}
DASHBOARD_DAYS = 92  # a term: what the dashboard is asked for
_kept: dict[str, Any] = {}


def leg(function: Callable[..., Any]) -> Callable[..., Any]:
    LEGS[function.__name__] = function
    return function


def timed(work: Callable[[], object], times: int = 1) -> list[float]:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return took


@leg
def page(name: str, times: int = 5) -> list[float]:
    """Ask for a page so many times; the first time does not count."""
    client, url = _client(), _url(name)

    def ask() -> None:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)  # noqa: S101  a page that fails is quick

    with override_settings(ROOT_URLCONF="bench.desk.bare"):
        ask()
        return timed(ask, times)


@leg
def queries(name: str) -> int:
    """How many questions a page asks of the database."""
    client, url, number = _client(), _url(name), 0

    def count(execute: Callable[..., Any], *rest: Any) -> Any:
        nonlocal number
        number += 1
        return execute(*rest)

    client.get(url)
    with connection.execute_wrapper(count):
        client.get(url)
    return number


def _client() -> Client:
    if "client" not in _kept:
        _kept["client"] = _signed_in(User.objects.get(full_name="Ada Admin"))
    client: Client = _kept["client"]
    return client


def _url(name: str) -> str:
    if name == "queue":
        return reverse("moderation:queue")
    if name == "queue_200":
        return f"{reverse('moderation:queue')}?cursor={_cursor(199 * selectors.PER_PAGE)}"
    if name == "figures":
        first, last = _period()
        return f"{reverse('moderation:figures')}?period=between&first={first}&last={last}"
    if name == "item":
        return reverse("moderation:item", args=[_item()])
    if name == "bare_item":
        return f"/bare/item/{_item()}/"
    return "/bare/queue/"


def _cursor(after: int) -> str:
    """Of the page that follows so many rows, or the last one."""
    if "cursor" not in _kept:
        rows = Item.objects.filter(rank__isnull=False).order_by(*selectors.WAITING_ORDER)
        paginator = KeysetPaginator(rows, selectors.WAITING_ORDER, selectors.PER_PAGE)
        _kept["cursor"] = paginator._write(FORWARD, rows[min(after, rows.count() - 1) - 1])
    cursor: str = _kept["cursor"]
    return cursor


def _item() -> int:
    """An open one whose thread has three comments and whose author wrote many."""
    if "item" not in _kept:
        found = Item.objects.filter(rank=1, answers__isnull=False, author__isnull=False, due_at__gt=clock.now())
        _kept["item"] = found.order_by("-due_at", "pk").values_list("pk", flat=True)[0]
    item: int = _kept["item"]
    return item


def _period() -> tuple[str, str]:
    today = clock.today()
    return (today - timedelta(days=DASHBOARD_DAYS)).isoformat(), today.isoformat()


@leg
def rollups() -> float:
    """Read the rows of the dashboard's period, once."""
    first, last = _period()
    names = [field.attname for field in Rollup._meta.concrete_fields]
    return timed(lambda: list(Rollup.objects.filter(day__gte=first, day__lte=last).values_list(*names)))[0]


@leg
def live() -> float:
    """The same numbers from the comments themselves, by account, in one question."""
    since = clock.now() - timedelta(days=DASHBOARD_DAYS)
    counts = {name: Count("pk", filter=which) for name, which in {**MEASURED, **UPTO}.items()}
    found = Item.objects.filter(received_at__gte=since, in_figures=True).order_by().values_list("account")
    return timed(lambda: list(found.annotate(**counts)))[0]


@leg
def facts() -> dict[str, Any]:
    """What the database holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database())), version()")
        size, version = cursor.fetchone()
    return {
        "items": Item.objects.count(),
        "waiting": Item.objects.filter(rank__isnull=False).count(),
        "rollups": Rollup.objects.count(),
        "size": size,
        "postgresql": str(version).split(" on ")[0],
    }
