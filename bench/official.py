"""The public page's answers beside a view that says always the same, both through all that gunicorn calls."""

import io
from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory, override_settings

from accounts.models import Account, Mandate
from accounts.official import register
from bench.timing import Measure, seconds
from bench.urls import CONSTANT
from core import clock
from people.models import User

ACCOUNTS = 40
LOOKUPS = 2_000
SLICE = 50  # lookups between two looks at the clock
ROUNDS = 9  # of each slice, in turns; the quickest counts, so that what else the machine does counts least
PLATFORMS = ("facebook", "instagram", "x", "youtube", "tiktok")


def measure() -> Iterator[Measure]:
    """In the database of the settings, which `bench.measures` has migrated and given a school."""
    _seed()
    # The test settings read the register anew for each question; a school's own portal does not.
    fresh = override_settings(OFFICIAL_FRESH_SECONDS=15)
    alike = override_settings(ROOT_URLCONF="bench.urls", ALIKE_FOR_EVERYBODY=settings.ALIKE_FOR_EVERYBODY | {CONSTANT})
    with fresh, alike:
        register.forget()
        application = get_wsgi_application()
        pages = [_request("/official/", f"q={quote(text, safe='')}") for text in questions()]
        programs = [_request("/official/check.json", f"q={quote(text, safe='')}") for text in questions()]
        constants = [_request(CONSTANT, "q=1") for _ in range(LOOKUPS)]
        for what, asked in (("answers on the public page", pages), ("answers as JSON", programs)):
            ours, least = _compared(application, asked, constants)
            yield Measure(f"{LOOKUPS:,} {what} / a constant view", LOOKUPS, ours, least)


def _seed() -> None:
    now, decided_by = clock.now(), User.objects.earliest("pk")
    for number in range(ACCOUNTS):
        account = Account.objects.create(
            name=f"Official {number}", platform=PLATFORMS[number % len(PLATFORMS)], handle=f"StJudesOfficial{number}x",
            created_at=now,
        )  # fmt: skip
        mandate = Mandate.objects.create(
            account=account, application_id=10_000 + number, revision_number=1, approved_at=now, decided_by=decided_by
        )
        Account.objects.filter(pk=account.pk).update(
            status="live", mandate=mandate, provisioned_at=now, monitored_from=now
        )


def questions() -> list[str]:
    """Half of them the school's own, half not; all different, as no two parents paste the same tracking."""
    sites = {
        "facebook": "https://www.facebook.com/{}/?fbclid={}",
        "instagram": "https://www.instagram.com/{}?igsh={}",
        "x": "https://x.com/{}?s={}",
        "youtube": "https://www.youtube.com/@{}?si={}",
        "tiktok": "https://www.tiktok.com/@{}?_t={}",
    }
    asked = []
    for number in range(LOOKUPS):
        of_ours = number // 2 % ACCOUNTS
        handle = f"StJudesOfficial{of_ours}x" if number % 2 else f"somebody.else{number}"
        asked.append(sites[PLATFORMS[of_ours % len(PLATFORMS)]].format(handle, number))
    return asked


def _request(path: str, query: str) -> dict[str, Any]:
    return RequestFactory(SERVER_NAME="localhost").get(path, QUERY_STRING=query).environ


def _compared(application: Any, ours: list[dict[str, Any]], least: list[dict[str, Any]]) -> tuple[float, float]:
    """Both in turns, a few at a time: of each few the quickest round counts."""
    totals = [0.0, 0.0]
    for start in range(0, LOOKUPS, SLICE):
        few = [requests[start : start + SLICE] for requests in (ours, least)]
        rounds = [[seconds(partial(_answer_all, application, some)) for some in few] for _ in range(ROUNDS)]
        totals = [total + min(took) for total, took in zip(totals, zip(*rounds, strict=True), strict=True)]
    return totals[0], totals[1]


def _answer_all(application: Any, requests: list[dict[str, Any]]) -> None:
    said: list[str] = []
    for environ in requests:
        environ = {**environ, "wsgi.input": io.BytesIO()}
        response = application(environ, lambda status, headers: said.append(status))
        for _ in response:
            pass
        response.close()
    assert set(said) == {"200 OK"}, set(said)  # noqa: S101  a page that fails is quick
