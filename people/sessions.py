"""Where sessions are kept: in a table of our own, with whose they are and from where (named in the settings)."""

import ipaddress
import time
from datetime import UTC, datetime
from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Q
from django.http import HttpRequest

from people import devices
from people.models import Session

STARTED, SEEN, DEVICE, ADDRESS = "started", "seen", "device", "address"  # keys of a session's data


class SessionStore(DatabaseStore):
    """Copies what the page "Your sign-in" shows, and by what sessions are ended, into columns of its row."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row = cast(Session, super().create_model_instance(data))
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = data.get(DEVICE, "")
        row.address = data.get(ADDRESS)
        row.began_at = _moment(data.get(STARTED))
        row.seen_at = _moment(data.get(SEEN))
        return row


def note_visit(request: HttpRequest) -> None:
    """Keep in the session when it was used, on what device and from what address."""
    now = int(time.time())
    request.session.setdefault(STARTED, now)
    request.session[SEEN] = now
    request.session[DEVICE] = devices.in_words(request.headers.get("User-Agent", ""))
    request.session[ADDRESS] = address_of(request)


def address_of(request: HttpRequest) -> str | None:
    """The network address the request came from, past the proxies that are trusted; None where it is no address."""
    try:
        return str(ipaddress.ip_address(get_adapter().get_client_ip(request).strip()))
    except (ValueError, PermissionDenied, ImproperlyConfigured):
        return None


def still_open() -> Q:
    """What holds of a session that its next request will not find ended (see people.middleware)."""
    now = time.time()
    idle, oldest = _moment(now - settings.SESSION_IDLE_SECONDS), _moment(now - settings.SESSION_COOKIE_AGE)
    return Q(seen_at__gte=idle, began_at__gte=oldest)


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
