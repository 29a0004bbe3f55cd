"""The only clock. Everything that asks what time it is asks here, so that a test can answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

_stopped_at: ContextVar[datetime | None] = ContextVar("clock_stopped_at", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    stopped = _stopped_at.get()
    if stopped is not None:
        return stopped
    return datetime.now(UTC) + _offset()


def today() -> date:
    """The present local date, in the active time zone."""
    return now().astimezone(timezone.get_current_timezone()).date()


@contextmanager
def stopped(moment: datetime) -> Iterator[None]:
    """Within the block it is `moment`. For tests, and for the demonstration's invented past."""
    if moment.tzinfo is None:
        raise ValueError("The clock needs an aware time.")
    token = _stopped_at.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped_at.reset(token)


def _offset() -> timedelta:
    # Only the test settings define the file: no other portal's clock can be moved.
    path = getattr(settings, "CLOCK_OFFSET_FILE", None)
    if path is None or not path.exists():
        return timedelta()
    return timedelta(seconds=float(path.read_text() or 0))
