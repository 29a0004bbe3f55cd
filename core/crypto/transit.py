"""A key service that speaks the HTTP interface of HashiCorp Vault's Transit engine (OpenBao speaks the same).

The key never leaves the service: the portal sends data keys to be closed and opened, each with what it is bound to
(`associated_data`). The id under which a value keeps its key is a digest of the key's place and its version there, so
that no question is needed to know which version closed what. Of the service's answers nothing is shown or logged but
the status: they may hold what was sent.
"""

import base64
import binascii
import hashlib
import os
import re
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from core.crypto.key_file import KEY_BYTES, KEY_ID
from core.crypto.keys import Associated, Closed, NotReached, Refused, UnknownKey, Wrapped
from core.crypto.transit_settings import TransitSettings

MOST_AT_ONCE = 200  # items of one question
LARGEST_ANSWER = 4 * 1024 * 1024  # bytes
CLOSED = re.compile(r"vault:v([1-9][0-9]{0,5}):([A-Za-z0-9+/]+={0,2})")
VERSION_DIGITS = 6
PLACE = KEY_ID - VERSION_DIGITS  # characters of the id that name the key's place
NOTHING_OPENED = "so nothing was opened or kept. Try again in a minute."


class TransitKeyProvider:
    """The newest version of one key of the service closes; every version that the service still has opens."""

    def __init__(self, settings: TransitSettings) -> None:
        self._settings = settings
        name = f"transit {settings.url} {settings.namespace} {settings.mount}/{settings.key}"
        self._place = "t" + hashlib.sha256(name.encode()).hexdigest()[: PLACE - 1]
        self._clients: dict[int, httpx.Client] = {}

    def current_id(self) -> str:
        """Found by closing nothing of worth: closing is all that the portal's token need be allowed."""
        return self.wrap(bytes(KEY_BYTES), b"which version").key_id

    def knows(self, key_id: str) -> bool:
        return key_id.startswith(self._place) and key_id[PLACE:].isdecimal()

    def wrap(self, data_key: bytes, associated: Associated) -> Wrapped:
        return self.wrap_many([(data_key, associated)])[0]

    def unwrap(self, key_id: str, wrapped: bytes, associated: Associated) -> bytes:
        if not self.knows(key_id):
            raise UnknownKey(key_id)
        data_key = self.unwrap_many([(key_id, wrapped, associated)])[0]
        if data_key is None:
            raise Refused
        return data_key

    def wrap_many(self, items: Sequence[tuple[bytes, Associated]]) -> list[Wrapped]:
        asked = [{"plaintext": _text(key), "associated_data": self._bound(bound)} for key, bound in items]
        return [self._wrapped(answer) for answer in self._ask("encrypt", asked)]

    def unwrap_many(self, items: Sequence[Closed]) -> list[bytes | None]:
        asked = [
            {
                "ciphertext": f"vault:v{int(key_id[PLACE:])}:{_text(wrapped)}",
                "associated_data": self._bound(associated),
            }
            for key_id, wrapped, associated in items
        ]
        return [_bytes(answer.get("plaintext")) for answer in self._ask("decrypt", asked)]

    def close(self) -> None:
        """End the connections of this process."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def _bound(self, associated: Associated) -> str:
        # The version is bound without being named: another version is another key.
        return _text(associated + self._place.encode("ascii"))

    def _wrapped(self, answer: dict[str, Any]) -> Wrapped:
        found = CLOSED.fullmatch(str(answer.get("ciphertext", "")))
        wrapped = _bytes(found[2]) if found else None
        if found is None or not wrapped:
            raise NotReached(f"The key service closed nothing, {NOTHING_OPENED}")
        return Wrapped(f"{self._place}{int(found[1]):0{VERSION_DIGITS}}", wrapped)

    def _ask(self, what: str, items: list[dict[str, str]]) -> list[dict[str, Any]]:
        """The service's answer to each item, in order. Raises NotReached."""
        answers: list[dict[str, Any]] = []
        for start in range(0, len(items), MOST_AT_ONCE):
            part = items[start : start + MOST_AT_ONCE]
            found = self._post(what, {"batch_input": part})
            if len(found) != len(part):
                raise NotReached(f"The key service answered in a way that the portal does not know, {NOTHING_OPENED}")
            answers += found
        return answers

    def _post(self, what: str, body: dict[str, Any]) -> list[dict[str, Any]]:
        given = self._settings
        address = f"{given.url}/v1/{given.mount}/{what}/{given.key}"
        try:
            response = self._client().post(address, json=body, headers=self._headers())
        except httpx.TimeoutException:
            raise NotReached(
                f"The key service did not answer within {given.timeout:g} seconds, {NOTHING_OPENED}"
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError):
            raise NotReached(f"The key service cannot be reached, {NOTHING_OPENED}") from None
        return _results(response)

    def _headers(self) -> dict[str, str]:
        try:
            token = Path(self._settings.token_file).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            token = ""
        if not token or not token.isprintable():
            raise NotReached(f"The portal has no token for the key service, {NOTHING_OPENED}")
        headers = {"X-Vault-Token": token, "X-Vault-Request": "true"}
        if self._settings.namespace:
            headers["X-Vault-Namespace"] = self._settings.namespace
        return headers

    def _client(self) -> httpx.Client:
        """One for each process: a connection must not be shared with a parent."""
        pid = os.getpid()
        if pid not in self._clients:
            self._clients.clear()
            try:
                context = ssl.create_default_context(cafile=self._settings.ca_file or None)
            except (OSError, ssl.SSLError):
                raise NotReached(f"The certificate for the key service cannot be read, {NOTHING_OPENED}") from None
            self._clients[pid] = httpx.Client(
                verify=context,
                timeout=self._settings.timeout,
                follow_redirects=False,  # the token goes to nobody else
                trust_env=False,  # no proxy sees it either
            )
        return self._clients[pid]


def _results(response: httpx.Response) -> list[dict[str, Any]]:
    """What the service says of each item. It answers 400 where one of them fails, with the others' results."""
    if response.status_code in (401, 403):
        raise NotReached(f"The key service does not accept the portal's token, {NOTHING_OPENED}")
    no_help = f"The key service could not help (it answered {response.status_code}), {NOTHING_OPENED}"
    if response.status_code not in (200, 400) or len(response.content) > LARGEST_ANSWER:
        raise NotReached(no_help)
    try:
        found = response.json()["data"]["batch_results"]
    except (ValueError, KeyError, TypeError):
        raise NotReached(
            f"The key service could not help (it answered {response.status_code}), {NOTHING_OPENED}"
        ) from None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NotReached(f"The key service answered in a way that the portal does not know, {NOTHING_OPENED}")
    return found


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def _bytes(text: object) -> bytes | None:
    if not isinstance(text, str) or not text:
        return None
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
