"""Run by the peer's own Python: measured.py DATABASE_URL TICKETS RESULT.json. Nothing of the portal is imported."""

# ruff: noqa: PLC0415  there are no models before the set-up

import base64
import json
import logging
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

LATE = 10_000
LONG = 10  # seconds: a leg that takes longer is done once


def main() -> None:
    url, tickets, result = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    _set_up(url)
    _seed(tickets)
    found: dict[str, Any] = {"tickets": tickets, "late": min(LATE, tickets // 2), "waiting": waiting(tickets)}
    for name, times in _measured(tickets):
        found[name] = times
        sys.stdout.write(f"peer at {tickets:,}: {name:<34} {statistics.median(times):>9.4f} s ({len(times)})\n")
        sys.stdout.flush()
    result.write_text(json.dumps(found, indent=1), encoding="utf-8")


def _set_up(url: str) -> None:
    parts = urlsplit(url)
    settings.configure(
        SECRET_KEY="for a measure",  # noqa: S106
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts.path[1:],
                "USER": parts.username,
                "HOST": parts.hostname,
                "PORT": parts.port,
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.sites",
            "django.contrib.admin",
            "django.contrib.messages",
            "django.contrib.humanize",
            "rest_framework",
            "helpdesk",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        SITE_ID=1,
        USE_TZ=True,
        STATIC_URL="/static/",
        MEDIA_ROOT="/tmp",  # noqa: S108  nothing is uploaded
        MEDIA_URL="/media/",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
        ALLOWED_HOSTS=["*"],
        HELPDESK_TEAMS_MODE_ENABLED=False,
        HELPDESK_ACTIVATE_API_ENDPOINT=True,
        SILENCED_SYSTEM_CHECKS=["fields.W342"],
        LOGIN_URL="/login/",
        LOGGING_CONFIG=None,
    )
    django.setup()
    warnings.simplefilter("ignore")  # of times without a zone: the peer's own
    from django.contrib import admin
    from django.urls import include, path

    settings.ROOT_URLCONF = (path("", include("helpdesk.urls")), path("admin/", admin.site.urls))
    logging.disable(logging.CRITICAL)


def waiting(tickets: int) -> int:
    return max(tickets // 50, min(tickets, 1_000))


def _seed(tickets: int) -> None:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    get_user_model().objects.create_superuser("admin", "admin@example.org", "pw")
    for number in range(12):
        Queue.objects.create(title=f"Queue {number}", slug=f"q{number}", escalate_days=1, allow_public_submission=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO helpdesk_ticket (title, queue_id, created, modified, submitter_email, status, on_hold,
            description, priority, secret_key)
            SELECT 'Comment ' || g, 1 + g %% 12, now() - interval '1 minute' * (g %% 600),
                now(), 'user' || g %% 5000 || '@example.org', CASE WHEN g <= %s THEN 1 ELSE 4 END, false,
                'when does term start and where do we find the dates of the trip', 3, 'abc'
            FROM generate_series(1, %s) g""",
            [waiting(tickets), tickets],
        )
        cursor.execute(
            """INSERT INTO helpdesk_followup (ticket_id, date, title, comment, public)
            SELECT id, now(), 'Answered', 'Thank you for asking.', true FROM helpdesk_ticket WHERE status = 4"""
        )
        cursor.execute("VACUUM ANALYZE")


def _measured(tickets: int) -> Any:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from helpdesk.models import Ticket

    client = Client()
    client.login(username="admin", password="pw")  # noqa: S106

    def page(url: str) -> Callable[[], None]:
        def ask() -> None:
            answer = client.get(url)
            assert answer.status_code == 200, (url, answer.status_code)  # noqa: S101

        return ask

    query = {"filtering": {"status__in": [1, 2]}, "filtering_null": {}, "sorting": "created", "sortreverse": False}
    encoded = base64.b64encode(json.dumps(query).encode()).decode()
    listed = (
        f"/datatables_ticket_list/{encoded}?draw=1&start=0&length=50&search[value]="
        "&order[0][column]=0&order[0][dir]=asc"
    )
    yield "list data, 50 rows", _times(page(listed))
    yield "ticket's page", _times(page(f"/tickets/{Ticket.objects.filter(status=1).order_by('pk')[0].pk}/"))
    yield "dashboard", _times(page("/dashboard/"))
    yield "escalate_tickets, nothing due", _times(lambda: call_command("escalate_tickets"))
    number = 30

    def post() -> None:
        for at in range(number):
            values = {
                "queue": 1,
                "title": f"New {at}",
                "description": "hello",
                "priority": 3,
                "submitter_email": "a@b.org",
            }
            assert client.post("/api/tickets/", values).status_code == 201  # noqa: S101

    yield f"API, {number} tickets", _times(post)
    late = min(LATE, tickets // 2)
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE helpdesk_ticket SET status = 1, created = now() - interval '3 days', last_escalation = NULL
            WHERE id IN (SELECT id FROM helpdesk_ticket ORDER BY id DESC LIMIT %s)""",
            [late],
        )
    yield "escalate_tickets, late", _times(lambda: call_command("escalate_tickets"), warm=False)


def _times(work: Callable[[], object], *, warm: bool = True) -> list[float]:
    took: list[float] = []
    if warm:
        work()
    while len(took) < 3 and (not took or (warm and took[0] < LONG)):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return took


if __name__ == "__main__":
    main()
