"""Sign-in codes from a set-up key, and sets of recovery codes: how they are written down, and read back."""

import base64
import binascii
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha1, sha256, sha512
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
from django.views.decorators.debug import sensitive_variables

from core.errors import InvalidInput

ALGORITHMS: dict[str, Any] = {"SHA1": sha1, "SHA256": sha256, "SHA512": sha512}
# Some platforms still give keys of 80 bits.
SHORTEST_KEY, LONGEST_KEY = 10, 128  # bytes
MOST_CODES, SHORTEST_CODE, LONGEST_CODE = 50, 4, 64
ADDRESS = re.compile(r"\s*otpauth://", re.IGNORECASE)
FEW = 2  # recovery codes left, from which on a new set is asked for


@dataclass(frozen=True)
class Seed:
    """What makes the sign-in codes of one account. `secret` is in base32, `period` in seconds."""

    secret: str
    digits: int = 6
    period: int = 30
    algorithm: str = "SHA1"

    @property
    def is_usual(self) -> bool:
        return (self.digits, self.period, self.algorithm) == (6, 30, "SHA1")


@dataclass(frozen=True)
class Code:
    """A sign-in code and how long it still counts, in whole seconds (1 at least)."""

    digits: str
    seconds_left: int
    period: int

    @property
    def in_groups(self) -> str:
        """Easier to read and type: "123 456"."""
        half = len(self.digits) // 2
        return f"{self.digits[:half]} {self.digits[half:]}"


class _AnyLength(pyotp.TOTP):
    """Reads keys of 80 bits too, as platforms give them: what is too short was refused when it was stored."""

    def byte_secret(self) -> bytes:
        return _bytes_of(self.secret)


@sensitive_variables("text", "key")
def seed_of(text: str) -> Seed:
    """The set-up key that somebody pasted, or an otpauth:// address. Raises InvalidInput, which quotes nothing."""
    if ADDRESS.match(text):
        return _from_address(text.strip())
    key = re.sub(r"[\s-]", "", text).upper().rstrip("=")
    if key.isdecimal() and len(key) <= 10:
        raise InvalidInput(
            "This looks like a sign-in code. What is needed is the long set-up key, which the platform shows once, "
            "beside the picture to scan.",
            "secret",
        )
    return Seed(_checked_key(key))


@sensitive_variables("address", "parts", "query", "key")
def _from_address(address: str) -> Seed:
    try:
        parts = urlsplit(address)
        query = parse_qs(parts.query, max_num_fields=20)
    except ValueError:
        raise InvalidInput("This address of a set-up key cannot be read. Paste the key itself.", "secret") from None
    if parts.netloc.lower() == "hotp":
        raise InvalidInput(
            "These codes go by a counter, not by the time. The portal cannot make them: choose the other way on the "
            "platform, for an authenticator app.",
            "secret",
        )
    if parts.netloc.lower() != "totp" or "secret" not in query:
        raise InvalidInput("This is not the address of a set-up key. Paste the key itself.", "secret")
    key = re.sub(r"[\s-]", "", query["secret"][0]).upper().rstrip("=")
    algorithm = query.get("algorithm", ["SHA1"])[0].upper().replace("-", "").removeprefix("HMAC")
    digits, period = (_number(query.get(name, [usual])[0]) for name, usual in (("digits", "6"), ("period", "30")))
    if algorithm not in ALGORITHMS or not 6 <= digits <= 8 or not 10 <= period <= 300:
        raise InvalidInput("The portal cannot make codes of this kind. Tell whoever looks after the portal.", "secret")
    return Seed(_checked_key(key), digits, period, algorithm)


def _number(text: str) -> int:
    return int(text) if len(text) <= 4 and text.isascii() and text.isdigit() else -1


@sensitive_variables("key", "raw")
def _checked_key(key: str) -> str:
    try:
        raw = _bytes_of(key)
    except (binascii.Error, ValueError):
        raise InvalidInput(
            "A set-up key has only the letters A to Z and the digits 2 to 7. Copy it once more from the platform.",
            "secret",
        ) from None
    if not SHORTEST_KEY <= len(raw) <= LONGEST_KEY:
        raise InvalidInput(
            "A set-up key has 16 letters and digits at least, often 32. Copy all of it from the platform.", "secret"
        )
    return key


def _bytes_of(key: str) -> bytes:
    return base64.b32decode(key + "=" * (-len(key) % 8), casefold=True)


@sensitive_variables("seed")
def seed_to_text(seed: Seed) -> str:
    """As it is sealed."""
    return json.dumps(asdict(seed), sort_keys=True)


@sensitive_variables("text")
def seed_from_text(text: str) -> Seed:
    """From what was sealed. Before there were kinds of their own, the key itself was. Raises InvalidInput."""
    if text.startswith("{"):
        return Seed(**json.loads(text))
    return seed_of(text)


@sensitive_variables("seed")
def code_at(seed: Seed, moment: datetime) -> Code:
    """The code that counts at `moment`."""
    maker = _AnyLength(seed.secret, digits=seed.digits, digest=ALGORITHMS[seed.algorithm], interval=seed.period)
    return Code(maker.at(moment), seed.period - int(moment.timestamp()) % seed.period, seed.period)


@sensitive_variables("text", "lines", "found", "code")
def codes_of(text: str) -> list[str]:
    """Recovery codes in their order: one on each line, or all on one line with spaces between. Raises InvalidInput."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line.strip(" ,;•*") for line in lines if line.strip(" ,;•*")]
    found = re.split(r"[\s,;]+", lines[0]) if len(lines) == 1 else lines
    if not found:
        raise InvalidInput("Give the recovery codes, one on each line.", "secret")
    if len(found) > MOST_CODES:
        raise InvalidInput(f"These are {len(found)} codes. At most {MOST_CODES} are kept in one set.", "secret")
    for place, code in enumerate(found, start=1):
        if not SHORTEST_CODE <= len(code) <= LONGEST_CODE:
            raise InvalidInput(
                f"Number {place} is no recovery code: one has {SHORTEST_CODE} to {LONGEST_CODE} characters. "
                "Put one on each line.",
                "secret",
            )
        if code in found[: place - 1]:
            raise InvalidInput(f"Number {place} is there twice. Give each code once.", "secret")
    return found


def left_in_words(left: int) -> str:
    """For a sentence: "one recovery code", "2 recovery codes"."""
    if left <= 0:
        return "no recovery code"
    return "one recovery code" if left == 1 else f"{left} recovery codes"
