"""What each kind of secret must look like, and the text as which it is sealed. No error quotes what was given."""

import base64
import binascii
import json
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.views.decorators.debug import sensitive_variables

from accounts.vault import codes
from accounts.vault.models import Kind
from core.errors import InvalidInput

LONGEST_SECRET = 4000  # characters
LARGEST_FILE = 64 * 1024  # bytes
LONGEST_SEALED = 100_000  # characters: a file of the largest size as text, with its name
LONGEST_NAME = 120
FILE_TOO_LARGE = "This file is larger than 64 kB. The vault keeps small files only."
EMPTY = "Give the password, code or address that is to be kept."


@dataclass(frozen=True)
class Prepared:
    """`text` as it is sealed; `parts`: how many codes a set holds."""

    text: str
    parts: int | None = None


@dataclass(frozen=True)
class File:
    name: str
    content: bytes


@sensitive_variables("secret")
def checked(secret: str, longest: int = LONGEST_SEALED) -> str:
    """Raises InvalidInput for a secret that is empty, far too long, or not text."""
    if not secret.strip():
        raise InvalidInput(EMPTY, "secret")
    if len(secret) > longest:
        raise InvalidInput(f"At most {longest:,} characters are kept.", "secret")
    if "\x00" in secret:
        raise InvalidInput("This holds a character that no platform takes.", "secret")
    return secret


@sensitive_variables("secret", "found")
def prepared(kind: str, secret: str) -> Prepared:
    """`secret` as it is sealed for its kind. Raises InvalidInput with a sentence that says what to do."""
    checked(secret, LONGEST_SEALED if kind == Kind.FILE else LONGEST_SECRET)
    match kind:
        case Kind.SECOND_FACTOR:
            return Prepared(codes.seed_to_text(codes.seed_of(secret)))
        case Kind.RECOVERY_CODE:
            found = codes.codes_of(secret)
            return Prepared("\n".join(found), len(found))
        case Kind.API_TOKEN:
            return Prepared(_token(secret))
        case Kind.RECOVERY_EMAIL:
            return Prepared(_address(secret))
        case Kind.RECOVERY_PHONE:
            return Prepared(_number(secret))
        case Kind.FILE:
            unpacked(secret)
    return Prepared(secret)


@sensitive_variables("secret", "token")
def _token(secret: str) -> str:
    token = secret.strip()
    if re.search(r"\s", token):
        raise InvalidInput(
            "There is a space or a new line within it. Paste the token alone, nothing beside it.", "secret"
        )
    if len(token) < 8:
        raise InvalidInput("This is too short for a token. Paste all of it.", "secret")
    return token


@sensitive_variables("secret", "address")
def _address(secret: str) -> str:
    address = secret.strip()
    try:
        EmailValidator()(address)
    except ValidationError:
        raise InvalidInput("This is no e-mail address. One looks like office@school.example.", "secret") from None
    return address


@sensitive_variables("secret", "number")
def _number(secret: str) -> str:
    number = " ".join(secret.split())
    if not re.fullmatch(r"\+?[0-9 ()./-]+", number) or not 7 <= sum(c.isdigit() for c in number) <= 15:
        raise InvalidInput("This is no telephone number. One looks like 020 7946 0018 or +44 20 7946 0018.", "secret")
    return number


@sensitive_variables("content")
def packed(name: str, content: bytes) -> str:
    """A file as the text that is sealed, with its name inside. Raises InvalidInput (empty, over 64 kB)."""
    if not content:
        raise InvalidInput("This file is empty. Choose another.", "secret")
    if len(content) > LARGEST_FILE:
        raise InvalidInput(FILE_TOO_LARGE, "secret")
    return json.dumps({"name": harmless_name(name), "content": base64.b64encode(content).decode("ascii")})


@sensitive_variables("text", "content", "found")
def unpacked(text: str) -> File:
    """The file of a sealed text. Raises InvalidInput where it is none."""
    try:
        found = json.loads(text)
        content = base64.b64decode(found["content"], validate=True)
        name = harmless_name(str(found["name"]))
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise InvalidInput("Choose the file that is to be kept.", "secret") from None
    if not 0 < len(content) <= LARGEST_FILE:
        raise InvalidInput("The vault keeps files of up to 64 kB.", "secret")
    return File(name, content)


def harmless_name(name: str) -> str:
    """The last part of a path, without what a file system or a header could take for something else."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').strip(" .")
    return kept[-LONGEST_NAME:] or "file"


@dataclass(frozen=True)
class OneCode:
    """A recovery code as a page shows it."""

    place: int
    code: str
    used: bool


@dataclass(frozen=True)
class Shown:
    """What a page shows of a secret: `text`, or for a set of recovery codes each of them; `note` says more."""

    text: str
    note: str = ""
    codes: tuple[OneCode, ...] = ()
    in_lines: bool = False


@sensitive_variables("secret", "seed", "found")
def shown(kind: str, secret: str, used: frozenset[int] = frozenset()) -> Shown:
    """As it is shown. What was put in before its kind had a form of its own is shown as it was typed."""
    try:
        if kind == Kind.SECOND_FACTOR:
            seed = codes.seed_from_text(secret)
            usual = "" if seed.is_usual else f" ({seed.algorithm})"
            return Shown(seed.secret, f"It makes codes of {seed.digits} digits, each for {seed.period} seconds{usual}.")
        if kind == Kind.RECOVERY_CODE:
            found = codes.codes_of(secret)
            return Shown("", codes=tuple(OneCode(n, code, n in used) for n, code in enumerate(found, start=1)))
    except (InvalidInput, TypeError, ValueError):
        pass
    return Shown(secret, in_lines=kind == Kind.NOTE)
