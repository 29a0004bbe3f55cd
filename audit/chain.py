"""How one event follows another: a keyed digest over the event and the digest before it.

The key is outside the database, so that whoever can change rows cannot make them fit again.
How far the chain had come is also kept outside (a file and the log): rows cut off at the end are missed.
"""

import fcntl
import hashlib
import hmac
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, router

from audit.models import Event, Head
from core import bulk

logger = logging.getLogger("audit.head")
COLUMNS = ("id", "at", "actor", "verb", "refused", "subject_type", "subject_id", "data", "previous", "digest")
START = hashlib.sha256(b"the record begins").hexdigest()


def digest(content: dict[str, Any], previous: str) -> str:
    """The keyed SHA-256 of an event's content and the digest before it, in hexadecimal."""
    body = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hmac.new(settings.AUDIT_KEY.encode(), f"{previous}\n{body}".encode(), hashlib.sha256).hexdigest()


def append(events: list[Event]) -> Head:
    """Give `events` their places at the end of the chain and insert them. The caller holds the transaction."""
    # From here to the commit nobody else can append: so there is nothing but two short statements in between.
    last_id, last_digest = _hold_head()
    previous, number = last_digest or START, last_id
    for event in events:
        number += 1
        event.id, event.previous = number, previous
        event.at = event.at.astimezone(UTC)
        event.digest = previous = digest(event.content(), previous)
    bulk.insert(Event, COLUMNS, [[getattr(event, name) for name in COLUMNS] for event in events])
    with connections[router.db_for_write(Head)].cursor() as cursor:
        cursor.execute("UPDATE audit_head SET last_id = %s, digest = %s WHERE id = 1", [number, previous])
    return Head(last_id=number, digest=previous)


def _hold_head() -> tuple[int, str]:
    connection = connections[router.db_for_write(Head)]
    wait = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT last_id, digest FROM audit_head WHERE id = 1{wait}")  # noqa: S608  no value in it
        row = cursor.fetchone()
    if row is None:
        raise Head.DoesNotExist("The record has no head.")
    return int(row[0]), str(row[1])


def _anchor_file() -> Path:
    return Path(settings.RUN_DIR) / "audit-head"


def anchor(last_id: int, last_digest: str) -> None:
    """Note outside the database how far the chain has come. Never goes backwards."""
    logger.info("record at %s %s", last_id, last_digest)
    path = _anchor_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        noted = _parse(file.read())
        if noted is not None and noted[0] >= last_id:
            return
        file.seek(0)
        file.write(f"{last_id} {last_digest}\n")
        file.truncate()


def anchored() -> tuple[int, str] | None:
    """The last id and digest noted outside the database, or None where nothing was noted."""
    try:
        return _parse(_anchor_file().read_text(encoding="ascii"))
    except FileNotFoundError:
        return None


def _parse(text: str) -> tuple[int, str] | None:
    parts = text.split()
    if len(parts) != 2 or not parts[0].isdigit():
        return None
    return int(parts[0]), parts[1]


@dataclass(frozen=True)
class Fault:
    """`event_id` is the first row that does not fit; `sentence` says how."""

    event_id: int
    sentence: str


def verify() -> tuple[int, Fault | None]:
    """Walk the whole chain. Returns how many rows fit, and the first fault, if any."""
    fitting, fault = 0, None
    for event, fault in _walk():
        if fault is not None:
            return fitting, fault
        fitting = event.id
    return fitting, _end_fault(fitting)


def _walk() -> Iterator[tuple[Event, Fault | None]]:
    previous, expected = START, 1
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        if event.id != expected:
            missing = f"{expected}" if event.id == expected + 1 else f"{expected} to {event.id - 1}"
            yield event, Fault(expected, f"row {missing} is missing")
            return
        if event.previous != previous:
            yield event, Fault(event.id, f"row {event.id} does not follow the row before it")
            return
        if not hmac.compare_digest(event.digest, digest(event.content(), previous)):
            yield event, Fault(event.id, f"row {event.id} was changed")
            return
        yield event, None
        previous, expected = event.digest, expected + 1


def _end_fault(last_id: int) -> Fault | None:
    head = Head.objects.filter(pk=1).first()
    head_id = head.last_id if head else 0
    outside = anchored()
    noted = max(head_id, outside[0] if outside else 0)
    if noted > last_id:
        return Fault(last_id + 1, f"row {last_id + 1} and what followed it, up to row {noted}, were cut off")
    if outside is not None:
        row = Event.objects.filter(pk=outside[0]).first()
        if row is not None and row.digest != outside[1]:
            return Fault(row.id, f"row {row.id} is not the one noted outside the database")
    if head is not None and head_id != last_id:
        return Fault(last_id, f"the chain's head says {head_id}, but the last row is {last_id}")
    return None
