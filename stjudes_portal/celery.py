"""Background work: the app, its schedule, and how a page wakes it without ever waiting for it."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init, worker_ready
from django.conf import settings

from stjudes_portal import broker
from stjudes_portal.environment import choose_settings
from stjudes_portal.memory import collect_seldom, keep_what_is_loaded

choose_settings()
collect_seldom()

SWEEP = "moderation.tasks.sweep"
DELIVER = "notifications.tasks.deliver"
HOUR = 60 * 60  # seconds

app = Celery("stjudes_portal", broker=settings.BROKER_URL, set_as_current=True)
app.conf.update(settings.CELERY_SETTINGS)
app.conf.task_default_queue = broker.queue_name(settings.DATABASES["default"])
app.conf.beat_schedule = {
    "sweep": {
        "task": SWEEP,
        "schedule": settings.SWEEP_EVERY_SECONDS,
        # Work that a stopped worker left lying is not worth doing twice: the next round does it all.
        "options": {"expires": settings.SWEEP_EVERY_SECONDS},
    },
    "deliver": {
        "task": DELIVER,
        "schedule": settings.DELIVER_EVERY_SECONDS,
        "options": {"expires": settings.DELIVER_EVERY_SECONDS},
    },
    "resume imports": {
        "task": "moderation.tasks.resume_imports",
        "schedule": settings.SWEEP_EVERY_SECONDS,
        "options": {"expires": settings.SWEEP_EVERY_SECONDS},
    },
    "incidents": {
        "task": "incidents.tasks.look_after",
        "schedule": settings.SWEEP_EVERY_SECONDS,
        "options": {"expires": settings.SWEEP_EVERY_SECONDS},
    },
    "daily round": {
        "task": "stjudes_portal.tasks.daily_round",
        "schedule": settings.DAILY_ROUND_EVERY_SECONDS,
        "options": {"expires": settings.DAILY_ROUND_EVERY_SECONDS},
    },
    "clear sessions": {"task": "people.tasks.clear_sessions", "schedule": HOUR, "options": {"expires": HOUR}},
}
app.autodiscover_tasks()


class Waker:
    """Calls `publish`; after a failure, lets `rest` seconds pass before the next try.

    A broker that cannot be reached costs one short wait, not one for every message of a long request.
    """

    def __init__(self, publish: Callable[[], object], rest: float = 10) -> None:
        self._publish = publish
        self._rest = rest
        self._not_before = 0.0

    def __call__(self) -> None:
        """Raises what `publish` raises."""
        if time.monotonic() < self._not_before:
            return
        try:
            self._publish()
        except Exception:
            self._not_before = time.monotonic() + self._rest
            raise


def _publish_delivery() -> None:
    app.send_task(DELIVER, expires=settings.DELIVER_EVERY_SECONDS)


wake_delivery = Waker(_publish_delivery)


def _tell_supervisor(**kwargs: Any) -> None:
    path = os.environ.get("PORTAL_READY_FILE")
    if path:
        Path(path).write_text(str(os.getpid()), encoding="ascii")


def _keep_what_is_loaded(**kwargs: Any) -> None:
    """Before the worker forks, and after Celery's own receiver has had the pages' code loaded."""
    keep_what_is_loaded()


worker_init.connect(_keep_what_is_loaded, weak=False)
worker_ready.connect(_tell_supervisor, weak=False)
beat_init.connect(_tell_supervisor, weak=False)
