"""Is the portal well? For the supervisor, a monitor outside, and whoever is called when it is not."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import clock
from moderation.models import Heartbeat
from stjudes_portal import VERSION
from stjudes_portal.celery import app

logger = logging.getLogger(__name__)

BROKER_PATIENCE = 1  # seconds


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database and the broker answer and the sweep is young, else 503. Says nothing about the school."""
    database = database_answers()
    report: dict[str, Any] = {
        "database": "ok" if database else "failed",
        "broker": "ok" if broker_answers() else "failed",
        "sweep_age_s": sweep_age() if database else None,
        "version": VERSION,
    }
    well = report["database"] == report["broker"] == "ok" and not is_stale(report["sweep_age_s"])
    return JsonResponse(report, status=200 if well else 503)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Error as error:
        logger.error("the database does not answer (%s)", type(error).__name__)
        return False


def broker_answers() -> bool:
    """Waits for BROKER_PATIENCE seconds at most, whether nothing listens there or nothing answers."""
    options = {
        **settings.CELERY_SETTINGS["broker_transport_options"],
        "socket_timeout": BROKER_PATIENCE,
        "socket_connect_timeout": BROKER_PATIENCE,
    }
    try:
        with app.connection_for_write(transport_options=options) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=BROKER_PATIENCE)
    except Exception as error:
        # Each client library has its own kinds of failure; whatever it is, the broker does not answer.
        logger.error("the broker does not answer (%s)", type(error).__name__)
        return False
    return True


def sweep_age() -> int | None:
    """Whole seconds since the last finished sweep, or None when there never was one."""
    try:
        at = Heartbeat.objects.filter(name="sweep").values_list("at", flat=True).first()
    except Error:
        return None
    return max(0, int((clock.now() - at).total_seconds())) if at else None


def is_stale(age: int | None) -> bool:
    """Too old to trust that reminders, breaches and escalations are being noticed."""
    return age is None or age > settings.SWEEP_STALE_SECONDS
