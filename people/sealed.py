"""What this room keeps sealed: so that a new key of the vault reaches it.

The seeds of second factors stand in the JSON of allauth's rows, in text, one or several in a row.
"""

import base64
import binascii
import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from core.crypto import cipher
from core.crypto.sealed import BinaryColumn, Sealed, Value, newest_head, register
from people.models import Invitation

SECOND_FACTOR: dict[str, str | int] = {"field": "second factor"}
LINKS = BinaryColumn(
    "links of invitations", Invitation, "sealed_token", lambda row: {"invitation": row.digest}
).register()


def encoded(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode("ascii")


def decoded(text: object) -> bytes | None:
    """The sealed value in a text of the JSON, or None for any other text."""
    if not isinstance(text, str):
        return None
    try:
        sealed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return sealed if cipher.looks_sealed(sealed) else None


def _sealed_in(data: Any) -> Iterator[bytes]:
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        sealed = decoded(one)
        if sealed is not None:
            yield sealed
        else:
            yield from _sealed_in(one)


def _replaced(data: Any, old: bytes, new: bytes) -> Any:
    if isinstance(data, dict):
        return {name: _replaced(one, old, new) for name, one in data.items()}
    if isinstance(data, list):
        return [_replaced(one, old, new) for one in data]
    return encoded(new) if decoded(data) == old else copy.copy(data)


def _heads() -> Counter[bytes]:
    rows = Authenticator.objects.order_by().values_list("data", flat=True).iterator()
    return Counter(sealed[: cipher.HEAD] for data in rows for sealed in _sealed_in(data))


def _left(key_id: str, after: Any, limit: int) -> list[Value]:
    """Those of one or several rows: all of a row's, so that `after` passes none of them."""
    rows = Authenticator.objects.order_by("pk").filter(pk__gt=after or 0).values_list("pk", "data")
    found: list[Value] = []
    for pk, data in rows.iterator():
        if len(found) >= limit:
            break
        left = {sealed for sealed in _sealed_in(data) if not sealed.startswith(newest_head(key_id))}
        found += [Value(pk, sealed, SECOND_FACTOR) for sealed in sorted(left)]
    return found


def _replace(value: Value, sealed: bytes) -> bool:
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(pk=value.pk).first()
        if row is None or value.sealed not in _sealed_in(row.data):
            return False
        Authenticator.objects.filter(pk=row.pk).update(data=_replaced(row.data, value.sealed, sealed))
    return True


SEEDS = register(Sealed("second steps of people", f"{Authenticator._meta.label_lower}.data", _heads, _left, _replace))
