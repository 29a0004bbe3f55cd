"""Seal and unseal bytes, bound to what they belong to.

A sealed value is: version (1 byte), key id (16 characters), the wrapped data key, the ciphertext. The
associated data names the row and field, so that a value copied onto another row does not open.
"""

import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.crypto.keys import KEY_BYTES, KeyProvider, UnknownKey, provider

VERSION = b"\x01"
KEY_ID = 16
NONCE = 12
TAG = 16
WRAPPED = NONCE + KEY_BYTES + TAG
SHORTEST = len(VERSION) + KEY_ID + WRAPPED + NONCE + TAG

Bound = Mapping[str, str | int]


class CannotOpen(Exception):
    """The value was changed, belongs to something else, or was closed with a key that is not at hand."""


def seal(plaintext: bytes, bound_to: Bound, keys: KeyProvider | None = None) -> bytes:
    """Encrypt `plaintext` so that it opens only with the same `bound_to` and the same key."""
    key = (keys or provider()).current()
    data_key = AESGCM.generate_key(KEY_BYTES * 8)
    head = VERSION + key.id.encode("ascii")
    bound = _bound(bound_to, key.id)
    return head + _close(key.secret, data_key, head) + _close(data_key, plaintext, bound)


def unseal(sealed: bytes | memoryview, bound_to: Bound, keys: KeyProvider | None = None) -> bytes:
    """The plaintext. Raises CannotOpen."""
    sealed = bytes(sealed)
    if len(sealed) < SHORTEST or sealed[:1] != VERSION:
        raise CannotOpen("This is not a sealed value.")
    head, rest = sealed[: 1 + KEY_ID], sealed[1 + KEY_ID :]
    key_id = key_id_of(sealed)
    try:
        key = (keys or provider()).by_id(key_id)
        data_key = _open(key.secret, rest[:WRAPPED], head)
        return _open(data_key, rest[WRAPPED:], _bound(bound_to, key_id))
    except UnknownKey:
        raise CannotOpen("The key that closed this is not at hand.") from None
    except InvalidTag:
        raise CannotOpen("This was changed, or belongs to something else.") from None


def key_id_of(sealed: bytes | memoryview) -> str:
    """The id of the key that closed a value."""
    return bytes(sealed)[1 : 1 + KEY_ID].decode("ascii", errors="replace")


def _bound(bound_to: Bound, key_id: str) -> bytes:
    return json.dumps({**bound_to, "key": key_id}, sort_keys=True, separators=(",", ":")).encode()


def _close(key: bytes, plaintext: bytes, associated: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, associated)


def _open(key: bytes, closed: bytes, associated: bytes) -> bytes:
    return AESGCM(key).decrypt(closed[:NONCE], closed[NONCE:], associated)
