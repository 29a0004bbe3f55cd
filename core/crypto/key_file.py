"""The file of the vault's keys: one a line, newest first. Every change replaces it whole, or not at all.

A line that starts with # is a remark. Nothing but this module writes the file once it is there.
"""

import base64
import binascii
import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
KEY_ID = 16  # characters
MODE = 0o600


@dataclass(frozen=True)
class Key:
    """`id` goes in front of what the key closes: a digest, from which the key cannot be found."""

    id: str
    secret: bytes

    def __repr__(self) -> str:
        return f"<key {self.id}>"

    @property
    def text(self) -> str:
        """As it stands in the key file."""
        return base64.urlsafe_b64encode(self.secret).decode()


def decode(text: str) -> Key:
    """A key from its URL-safe base64 form. Raises ImproperlyConfigured unless it is 256 bits."""
    try:
        secret = base64.b64decode(text.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise ImproperlyConfigured("A vault key must be 32 random bytes in URL-safe base64.")
    return Key(hashlib.sha256(b"key id " + secret).hexdigest()[:KEY_ID], secret)


def new_key() -> Key:
    return decode(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode())


def state_of(path: str) -> tuple[int, ...]:
    """Differs as soon as the file was changed or replaced. Costs one question to the system. Raises OSError."""
    found = os.stat(path)
    return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def read(path: str | Path) -> list[str]:
    """The keys, newest first, as they are written. Raises OSError and UnicodeDecodeError."""
    lines = Path(path).read_text(encoding="ascii").splitlines()
    return [word for line in lines if not line.lstrip().startswith("#") for word in line.split()]


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Nobody else changes the file within the block: its folder is locked. Raises OSError."""
    handle = os.open(Path(os.path.realpath(path)).parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write(path: Path, keys: Sequence[str], remark: str = "") -> None:
    """Replace the file by these keys, for its owner alone. Whoever reads sees the old or the new. Raises OSError."""
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write("".join(f"# {line}\n" for line in remark.splitlines()) + "".join(f"{key}\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
        _keep_owner(draft, target)
        os.replace(draft, target)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
    _sync_folder(target.parent)


def _keep_owner(draft: Path, target: Path) -> None:
    """The administrator of the machine may run the command as root: the portal must still read its file."""
    if os.geteuid() == 0:
        owner = target if target.exists() else target.parent
        found = owner.stat()
        os.chown(draft, found.st_uid, found.st_gid)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
