"""The portal's own keys: made once under VAR, each in a file that only its owner may read."""

import base64
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from stjudes_portal.environment import read

NAMES = ("django", "audit", "broker")  # the vault's: vault_keys.py
LENGTHS = {"django": 48}  # bytes; the others are 32, which is what their ciphers take


def load(folder: Path, *, may_make: bool) -> dict[str, str]:
    """Every key by name, read from `folder` or made there (mode 0600) where none is yet.

    `X_KEY` or `X_KEY_FILE` in the environment wins over the file. Where the school's database is
    there but a key is not, nothing is made: a new key could not open what the old one closed.
    Raises ImproperlyConfigured.
    """
    return {name: read(f"{name.upper()}_KEY") or from_file(folder / f"{name}.key", may_make) for name in NAMES}


def from_file(path: Path, may_make: bool) -> str:
    """The key in a file, which is made where none is yet and `may_make`. Raises ImproperlyConfigured."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        if not may_make:
            raise ImproperlyConfigured(
                f"The key file {path} is missing, though this portal has data. Put it back from the keys' own backup."
            ) from None
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(LENGTHS.get(path.stem, 32))).decode())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # of two processes that start together, one makes the key
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
