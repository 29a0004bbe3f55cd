"""Seal and unseal bytes, bound to what they belong to.

A sealed value of format 2 is

    0x02 | key id (16) | length of the wrapped data key (2) | wrapped data key | nonce, ciphertext, tag

Both halves are bound to the row and field that the value belongs to: the data key's wrapping to `bound_to`, the format
and the key's id; the data to `bound_to` alone. Why not to the key's id too: so that another key can be put in place by
closing the data key anew (`rewrap`), and no secret is opened for it. A value copied onto another row opens neither
way: its data key does not unwrap there, and if it did, the data would not open.

Format 1 (0x01 | key id | wrapped | nonce, ciphertext, tag), whose data is bound to the key's id, still opens. `rewrap`
turns it into format 2, for which the secret itself has to be opened once, in memory.
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto.key_file import KEY_BYTES, KEY_ID
from core.crypto.keys import NONCE, TAG, KeyProvider, NotReached, Refused, UnknownKey, provider
from core.errors import WrongState

FORMAT_1, FORMAT_2 = b"\x01", b"\x02"
HEAD = 1 + KEY_ID
LENGTH = 2
WRAPPED_1 = NONCE + KEY_BYTES + TAG
SHORTEST = HEAD + LENGTH + NONCE + TAG

Bound = Mapping[str, str | int]


class CannotOpen(Exception):
    """The value was changed, belongs to something else, or was closed with a key that is not at hand."""


class KeyNotReached(CannotOpen, WrongState):
    """The keys cannot be had just now: later it may open. `reason` says why, for a page to show as it stands."""


@dataclass(frozen=True)
class _Parts:
    format: bytes
    key_id: str
    wrapped: bytes
    data: bytes


def seal(plaintext: bytes, bound_to: Bound, keys: KeyProvider | None = None) -> bytes:
    """Encrypt `plaintext` so that it opens only with the same `bound_to` and the same key. Raises NotReached."""
    data_key = AESGCM.generate_key(KEY_BYTES * 8)
    closed = (keys or provider()).wrap(data_key, _for_wrap(bound_to))
    nonce = secrets.token_bytes(NONCE)
    return (
        _head(closed.key_id, closed.wrapped) + nonce + AESGCM(data_key).encrypt(nonce, plaintext, _for_data(bound_to))
    )


def unseal(sealed: bytes | memoryview, bound_to: Bound, keys: KeyProvider | None = None) -> bytes:
    """The plaintext. Raises CannotOpen; KeyNotReached where only the key cannot be had just now."""
    parts = _parts(bytes(sealed))
    try:
        data_key = (keys or provider()).unwrap(parts.key_id, parts.wrapped, _wrap_bound(parts, bound_to))
    except UnknownKey:
        raise CannotOpen("The key that closed this is not at hand.") from None
    except Refused:
        raise CannotOpen("This was changed, or belongs to something else.") from None
    except NotReached as failure:
        raise KeyNotReached(failure.reason) from None
    return _data(parts, data_key, bound_to)


def rewrap(items: Sequence[tuple[bytes, Bound]], keys: KeyProvider | None = None) -> list[bytes | None]:
    """Each value as the newest key closes it, None for one that does not open. Raises NotReached.

    Of format 2 only the data key is closed anew; the secret stays closed. What is returned has been tried: the new
    wrapping gives the same data key again.
    """
    keys = keys or provider()
    parts = [_parts_or_none(sealed) for sealed, _ in items]
    found = [(place, part, items[place][1]) for place, part in enumerate(parts) if part is not None]
    opened = keys.unwrap_many([(part.key_id, part.wrapped, _wrap_bound(part, bound)) for _, part, bound in found])
    ready: list[tuple[int, bytes, Bound, bytes]] = []
    for (place, part, bound), data_key in zip(found, opened, strict=True):
        data = _data_anew(part, data_key, bound) if data_key is not None else None
        if data is not None and data_key is not None:
            ready.append((place, data_key, bound, data))
    closed = keys.wrap_many([(data_key, _for_wrap(bound)) for _, data_key, bound, _ in ready])
    again = keys.unwrap_many(
        [(new.key_id, new.wrapped, _for_wrap(bound)) for new, (_, _, bound, _) in zip(closed, ready, strict=True)]
    )
    results: list[bytes | None] = [None] * len(items)
    for new, tried, (place, data_key, _, data) in zip(closed, again, ready, strict=True):
        if tried != data_key:
            raise NotReached("The new key does not open what it has just closed. Nothing was changed.")
        results[place] = _head(new.key_id, new.wrapped) + data
    return results


def key_id_of(sealed: bytes | memoryview) -> str:
    """The id of the key that closed a value; its first HEAD bytes suffice."""
    return bytes(sealed)[1:HEAD].decode("ascii", errors="replace")


def looks_sealed(value: bytes) -> bool:
    """Whether this has the shape of a sealed value. Says nothing of whether it opens."""
    return _parts_or_none(value) is not None


def _head(key_id: str, wrapped: bytes) -> bytes:
    return FORMAT_2 + key_id.encode("ascii") + len(wrapped).to_bytes(LENGTH, "big") + wrapped


def _parts(sealed: bytes) -> _Parts:
    """Raises CannotOpen for what has not the shape of a sealed value."""
    found = _parts_or_none(sealed)
    if found is None:
        raise CannotOpen("This is not a sealed value.")
    return found


def _parts_or_none(sealed: bytes) -> _Parts | None:
    if len(sealed) < SHORTEST or sealed[:1] not in (FORMAT_1, FORMAT_2):
        return None
    start, length = HEAD, WRAPPED_1
    if sealed[:1] == FORMAT_2:
        start, length = HEAD + LENGTH, int.from_bytes(sealed[HEAD : HEAD + LENGTH], "big")
    data = sealed[start + length :]
    if len(data) < NONCE + TAG:
        return None
    return _Parts(sealed[:1], key_id_of(sealed), sealed[start : start + length], data)


def _data(parts: _Parts, data_key: bytes, bound_to: Bound) -> bytes:
    bound = _for_data(bound_to) if parts.format == FORMAT_2 else _json({**bound_to, "key": parts.key_id})
    if len(data_key) != KEY_BYTES:  # a key service may answer anything; a shorter key would be taken, and is weaker
        raise CannotOpen("This was changed, or belongs to something else.")
    try:
        return AESGCM(data_key).decrypt(parts.data[:NONCE], parts.data[NONCE:], bound)
    except (InvalidTag, ValueError):
        raise CannotOpen("This was changed, or belongs to something else.") from None


def _data_anew(parts: _Parts, data_key: bytes, bound_to: Bound) -> bytes | None:
    """The data as format 2 keeps it under the same data key: as it is, or opened once and closed, or None."""
    if len(data_key) != KEY_BYTES:
        return None
    if parts.format == FORMAT_2:
        return parts.data
    try:
        plaintext = _data(parts, data_key, bound_to)
    except CannotOpen:
        return None
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(data_key).encrypt(nonce, plaintext, _for_data(bound_to))


def _wrap_bound(parts: _Parts, bound_to: Bound) -> bytes:
    """What the wrapping of this value is bound to; the provider adds the key's id."""
    return _for_wrap(bound_to) if parts.format == FORMAT_2 else FORMAT_1


def _for_wrap(bound_to: Bound) -> bytes:
    return FORMAT_2 + b"data key " + _json(bound_to)


def _for_data(bound_to: Bound) -> bytes:
    return FORMAT_2 + b"data " + _json(bound_to)


def _json(bound_to: Bound) -> bytes:
    return json.dumps(bound_to, sort_keys=True, separators=(",", ":")).encode()
