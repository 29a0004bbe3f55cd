"""Where key-encryption keys come from. The database never holds one.

A provider closes and opens data keys (`wrap`, `unwrap`); whether it holds a key itself or asks a key service is its
own affair. `provider()` is this portal's: one closes, and whichever knows a key's id opens.
"""

import importlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from core.crypto import key_file
from core.crypto.key_file import KEY_BYTES, Key, decode
from core.errors import WrongState

NONCE = 12
TAG = 16

Associated = bytes
Closed = tuple[str, bytes, Associated]  # key id, wrapped data key, associated data


class UnknownKey(Exception):
    """The key that closed this is not among those at hand."""


class Refused(Exception):
    """The wrapped data key was changed, or belongs to something else."""


class NotReached(WrongState):
    """Keys cannot be had just now. The sentence says why; a page may show it as it stands."""


@dataclass(frozen=True)
class Wrapped:
    """A data key as it is kept, and the id of the key that closed it."""

    key_id: str
    wrapped: bytes


class KeyProvider(Protocol):
    """Closes data keys with the newest key, opens them with any that it knows.

    Whatever is wrapped opens only with the same associated data and under the same key id.
    """

    def current_id(self) -> str:
        """The id of the key that closes now. Raises NotReached."""
        ...

    def knows(self, key_id: str) -> bool:
        """Whether it may open what the key of this id closed. Asks no key service. Raises NotReached."""
        ...

    def wrap(self, data_key: bytes, associated: Associated) -> Wrapped:
        """Raises NotReached."""
        ...

    def unwrap(self, key_id: str, wrapped: bytes, associated: Associated) -> bytes:
        """Raises UnknownKey, Refused and NotReached."""
        ...

    def wrap_many(self, items: Sequence[tuple[bytes, Associated]]) -> list[Wrapped]:
        """The same for many at once. Raises NotReached."""
        ...

    def unwrap_many(self, items: Sequence[Closed]) -> list[bytes | None]:
        """The same for many at once; None for one that does not open. Raises NotReached."""
        ...


class HeldKeys:
    """Keys that this process holds: the first closes, any opens. What is bound: the associated data, then the id."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = keys

    def held(self) -> Sequence[Key]:
        """Newest first."""
        return self._keys

    def current_id(self) -> str:
        return self._first().id

    def knows(self, key_id: str) -> bool:
        return any(key.id == key_id for key in self.held())

    def wrap(self, data_key: bytes, associated: Associated) -> Wrapped:
        key, nonce = self._first(), secrets.token_bytes(NONCE)
        closed = AESGCM(key.secret).encrypt(nonce, data_key, associated + key.id.encode("ascii"))
        return Wrapped(key.id, nonce + closed)

    def unwrap(self, key_id: str, wrapped: bytes, associated: Associated) -> bytes:
        key = next((key for key in self.held() if key.id == key_id), None)
        if key is None:
            raise UnknownKey(key_id)
        if len(wrapped) != NONCE + KEY_BYTES + TAG:
            raise Refused
        try:
            return AESGCM(key.secret).decrypt(wrapped[:NONCE], wrapped[NONCE:], associated + key_id.encode("ascii"))
        except InvalidTag:
            raise Refused from None

    def wrap_many(self, items: Sequence[tuple[bytes, Associated]]) -> list[Wrapped]:
        return [self.wrap(data_key, associated) for data_key, associated in items]

    def unwrap_many(self, items: Sequence[Closed]) -> list[bytes | None]:
        return [_or_none(self, *item) for item in items]

    def _first(self) -> Key:
        keys = self.held()
        if not keys:
            raise NotReached("The vault has no key, so nothing can be opened or kept.")
        return keys[0]


class SettingsKeyProvider(HeldKeys):
    """The keys that the environment gives (VAULT_KEY: newest first)."""

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__([decode(text) for text in texts])


class FileKeyProvider(HeldKeys):
    """The keys of a file, newest first, read again as soon as the file has changed: no process needs a restart."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._state: object = None
        super().__init__([])

    def held(self) -> Sequence[Key]:
        try:
            state = key_file.state_of(self.path)
            if state != self._state:
                self._keys, self._state = [decode(text) for text in key_file.read(self.path)], state
        except (OSError, UnicodeDecodeError, ImproperlyConfigured):
            raise NotReached(
                "The vault's key file cannot be read on the portal's machine, so nothing can be opened or kept. "
                "Tell whoever looks after the machine."
            ) from None
        return self._keys


class KeyRing:
    """One provider closes; whichever knows the key opens. So a school can move from one to the other."""

    def __init__(self, closes: KeyProvider, others: Sequence[KeyProvider] = ()) -> None:
        self.closes, self._all = closes, [closes, *others]

    def current_id(self) -> str:
        return self.closes.current_id()

    def knows(self, key_id: str) -> bool:
        return any(one.knows(key_id) for one in self._all)

    def wrap(self, data_key: bytes, associated: Associated) -> Wrapped:
        return self.closes.wrap(data_key, associated)

    def unwrap(self, key_id: str, wrapped: bytes, associated: Associated) -> bytes:
        return self._who_knows(key_id).unwrap(key_id, wrapped, associated)

    def wrap_many(self, items: Sequence[tuple[bytes, Associated]]) -> list[Wrapped]:
        return self.closes.wrap_many(items)

    def unwrap_many(self, items: Sequence[Closed]) -> list[bytes | None]:
        opened: list[bytes | None] = [None] * len(items)
        for one in self._all:
            places = [place for place, item in enumerate(items) if opened[place] is None and one.knows(item[0])]
            for place, data_key in zip(places, one.unwrap_many([items[place] for place in places]), strict=True):
                opened[place] = data_key
        return opened

    def _who_knows(self, key_id: str) -> KeyProvider:
        for one in self._all:
            if one.knows(key_id):
                return one
        raise UnknownKey(key_id)


def _or_none(keys: HeldKeys, key_id: str, wrapped: bytes, associated: Associated) -> bytes | None:
    try:
        return keys.unwrap(key_id, wrapped, associated)
    except (UnknownKey, Refused):
        return None


_made: dict[tuple[Any, ...], KeyRing] = {}


def provider() -> KeyRing:
    """The provider of this portal, as its settings name it. Made once for the same settings."""
    made_of = (settings.VAULT_PROVIDER, settings.VAULT_KEY, str(settings.VAULT_KEY_FILE or ""), settings.VAULT_TRANSIT)
    if made_of not in _made:
        _made.clear()
        _made[made_of] = _make()
    return _made[made_of]


def _make() -> KeyRing:
    there: dict[str, KeyProvider] = {}
    if settings.VAULT_TRANSIT is not None:
        # Loaded late: most schools have no key service, and its client takes a tenth of a second of every start.
        there["transit"] = importlib.import_module("core.crypto.transit").TransitKeyProvider(settings.VAULT_TRANSIT)
    if settings.VAULT_KEY:
        there["environment"] = SettingsKeyProvider(settings.VAULT_KEY.split())
    if settings.VAULT_KEY_FILE is not None:
        there["file"] = FileKeyProvider(str(settings.VAULT_KEY_FILE))
    closes = there.pop(settings.VAULT_PROVIDER)
    return KeyRing(closes, list(there.values()))
