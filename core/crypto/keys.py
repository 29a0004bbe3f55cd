"""Where key-encryption keys come from. The database never holds one."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


class UnknownKey(Exception):
    """The key that closed this is not among those at hand."""


@dataclass(frozen=True)
class Key:
    """`id` goes in front of what the key closes: a digest, from which the key cannot be found."""

    id: str
    secret: bytes


class KeyProvider(Protocol):
    """Gives the key to close with, and the key of a given id to open with."""

    def current(self) -> Key: ...

    def by_id(self, key_id: str) -> Key:
        """Raises UnknownKey."""
        ...


def decode(text: str) -> Key:
    """A key from its URL-safe base64 form. Raises ImproperlyConfigured unless it is 256 bits."""
    try:
        secret = base64.urlsafe_b64decode(text.strip())
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise ImproperlyConfigured("A vault key must be 32 random bytes in URL-safe base64.")
    return Key(hashlib.sha256(b"key id " + secret).hexdigest()[:16], secret)


class SettingsKeyProvider:
    """The keys that the settings read from a file or the environment: the first closes, any opens."""

    def __init__(self, texts: list[str]) -> None:
        self._keys = [decode(text) for text in texts]

    def current(self) -> Key:
        return self._keys[0]

    def by_id(self, key_id: str) -> Key:
        for key in self._keys:
            if key.id == key_id:
                return key
        raise UnknownKey(key_id)


def provider() -> KeyProvider:
    """The provider of this portal: VAULT_KEY may hold several keys, newest first, one a line."""
    return SettingsKeyProvider([line for line in settings.VAULT_KEY.split() if line])
