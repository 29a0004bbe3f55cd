"""Where the vault's keys lie, in words and on the disk; and the sheet of paper that brings one back."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accounts.vault.models import KeySheet
from core import clock
from core.crypto import key_file
from core.crypto.key_file import KEY_BYTES, Key
from core.crypto.keys import FileKeyProvider, NotReached, provider
from core.errors import WrongState

GROUP = 4  # letters that are printed together
CHECK = 4  # letters of the check group

ELSEWHERE = {
    "environment": "The vault's keys are in the portal's environment (VAULT_KEY). Put a new one in front there, "
    "before the others and a space, start the portal again, then run: manage.py vault rekey",
    "transit": "The vault's key is in the school's key service, and never here. Rotate it there "
    "(vault write -f transit/keys/NAME/rotate), then run: manage.py vault rekey",
}


@dataclass(frozen=True)
class Place:
    """Where the newest key lies. `key_id` and `sheet` are known of a key in a file; `trouble` says what is wrong."""

    provider: str
    where: str
    key_id: str = ""
    sheet: KeySheet | None = None
    trouble: str = ""

    @property
    def sheet_is_due(self) -> bool:
        """Whether somebody still has to print it, or to put it away."""
        return self.provider == "file" and not (self.sheet and self.sheet.put_away_at)


def place() -> Place:
    """Asks no key service. One query where the key is in a file."""
    held = provider().closes
    if isinstance(held, FileKeyProvider):
        try:
            key_id = held.current_id()
        except NotReached as failure:
            return Place("file", held.path, trouble=failure.reason)
        return Place(
            "file", held.path, key_id, KeySheet.objects.select_related("shown_to").filter(key_id=key_id).first()
        )
    if settings.VAULT_TRANSIT is not None and settings.VAULT_PROVIDER == "transit":
        return Place("transit", settings.VAULT_TRANSIT.url)
    return Place("environment", "VAULT_KEY")


def in_a_file() -> bool:
    """Whether the newest key is in the key file, where it can be shown and changed."""
    return settings.VAULT_PROVIDER == "file"


def file_of(what: str) -> tuple[Path, FileKeyProvider]:
    """The key file and what it holds. Raises WrongState, with what to do instead, where keys are not in a file."""
    held = provider().closes
    if not isinstance(held, FileKeyProvider):
        raise WrongState(f"{what} is no matter of a file here. {ELSEWHERE[settings.VAULT_PROVIDER]}")
    return Path(held.path), held


@contextmanager
def changed_file(path: Path, *, may_be_missing: bool = False) -> Iterator[list[str]]:
    """The keys of the file, to be changed within the block; then the file is replaced whole. Raises WrongState."""
    try:
        if may_be_missing:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with key_file.alone(path):
            texts = [] if may_be_missing and not path.exists() else key_file.read(path)
            before = list(texts)
            yield texts
            if texts != before:
                key_file.write(path, texts)
    except OSError as error:
        raise WrongState(f"The key file {path} cannot be changed ({error.strerror}). Nothing was done.") from None
    except UnicodeDecodeError:
        raise WrongState(f"The key file {path} is no text. Rename it, then start again.") from None


def retired_path(path: Path, key_id: str) -> Path:
    return path.with_name(f"{path.name}.retired-{clock.now():%Y-%m-%d}-{key_id}")


def retire(kept: Path, key: Key) -> None:
    """Write an old key into a file of its own, with a sentence. Raises WrongState where the disk refuses."""
    remark = (
        f"This key of the vault was taken out of use on {clock.now():%d %B %Y}. Nothing in the portal needs it now,\n"
        "but backups made before do: to open one, put the line below into the key file, under the newest key.\n"
        "Once no such backup is kept any more, delete this file."
    )
    try:
        key_file.write(kept, [key.text], remark)
    except OSError as error:
        raise WrongState(f"{kept} cannot be written ({error.strerror}). Nothing was done.") from None


@dataclass(frozen=True)
class Paper:
    """A key as it is printed: groups of capital letters and digits 2 to 7, and a check group at the end."""

    groups: list[str]
    check: str

    @property
    def rows(self) -> list[str]:
        return [" ".join(self.groups[start : start + 4]) for start in range(0, len(self.groups), 4)]


def paper_of(key: Key) -> Paper:
    text = base64.b32encode(key.secret).decode("ascii").rstrip("=")
    return Paper([text[start : start + GROUP] for start in range(0, len(text), GROUP)], _check(key.secret))


def read_paper(typed: str) -> Key:
    """The key that somebody typed from the sheet, check group included. Raises WrongState: something is mistyped."""
    letters = "".join(typed.upper().split()).replace("-", "").replace("0", "O").replace("1", "I").replace("8", "B")
    body, check = letters[:-CHECK], letters[-CHECK:]
    try:
        secret = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES or _check(secret) != check:
        raise WrongState("This is not what stands on a recovery sheet: a letter is wrong or missing. Type it again.")
    return key_file.decode(base64.urlsafe_b64encode(secret).decode())


def _check(secret: bytes) -> str:
    return base64.b32encode(hashlib.sha256(b"check of the sheet " + secret).digest()).decode("ascii")[:CHECK]
