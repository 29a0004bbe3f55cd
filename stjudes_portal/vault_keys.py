"""Where the vault's keys are, as the environment says: a file (as a rule), the environment itself, or a key service."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from core.crypto import key_file
from core.crypto.key_file import decode
from core.crypto.transit_settings import TransitSettings
from stjudes_portal import secrets
from stjudes_portal.environment import Environment, is_loopback, read

PROVIDERS = ("file", "environment", "transit")
TRANSIT = ("KEY", "TOKEN_FILE", "MOUNT", "NAMESPACE", "CA_FILE", "TIMEOUT")
NAMES = (
    *("VAULT_PROVIDER", "VAULT_KEY", "VAULT_KEY_FILE", "VAULT_TRANSIT_URL"),
    *(f"VAULT_TRANSIT_{name}" for name in TRANSIT),
)
RESTORING = ["vault", "restore-key"]
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")  # a name in an address


@dataclass(frozen=True)
class VaultKeys:
    """`provider` closes; what the others hold still opens."""

    provider: str
    given: str
    file: Path | None
    transit: TransitSettings | None


def load(environment: Environment, *, may_make: bool) -> VaultKeys:
    """Read and check the settings; make the key file of a new portal. Raises ImproperlyConfigured.

    The demonstration has a key file of its own, whatever the environment says.
    """
    default = environment.secrets_dir / "vault.key"
    if environment.demo:
        secrets.from_file(default, may_make)
        return VaultKeys("file", "", default, None)
    given, transit = os.environ.get("VAULT_KEY", "").strip(), _transit()
    for text in given.split():
        decode(text)
    usual = "transit" if transit else "environment" if given else "file"
    provider = read("VAULT_PROVIDER", usual).strip().lower()
    if provider not in PROVIDERS:
        raise ImproperlyConfigured(
            f"VAULT_PROVIDER is {provider!r}. Give file, environment or transit, or leave it out."
        )
    if provider == "transit" and transit is None:
        raise ImproperlyConfigured("VAULT_PROVIDER is transit, but VAULT_TRANSIT_URL is missing.")
    if provider == "environment" and not given:
        raise ImproperlyConfigured("VAULT_PROVIDER is environment, but VAULT_KEY is missing.")
    return VaultKeys(provider, given, _file(default, needed=provider == "file", may_make=may_make), transit)


def _file(default: Path, *, needed: bool, may_make: bool) -> Path | None:
    named = os.environ.get("VAULT_KEY_FILE", "")
    path = Path(named).expanduser().resolve() if named else default
    if sys.argv[1:3] == RESTORING:
        return path  # however it is: the command is there to mend it
    if not named and needed:
        secrets.from_file(path, may_make)
    elif not named and not path.exists():
        return None
    try:
        keys = [decode(text) for text in key_file.read(path)]
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise ImproperlyConfigured(f"The vault's key file {path} cannot be read ({why}).") from None
    if needed and not keys:
        raise ImproperlyConfigured(f"The vault's key file {path} holds no key. Put it back from its own backup.")
    return path


def _transit() -> TransitSettings | None:
    values = {name: read(f"VAULT_TRANSIT_{name}").strip() for name in TRANSIT if name != "TOKEN_FILE"}
    values["TOKEN_FILE"] = os.environ.get("VAULT_TRANSIT_TOKEN_FILE", "").strip()
    url = read("VAULT_TRANSIT_URL").strip().rstrip("/")
    if not url:
        lonely = next((name for name in TRANSIT if values[name]), "")
        if lonely:
            raise ImproperlyConfigured(f"VAULT_TRANSIT_{lonely} is set, but VAULT_TRANSIT_URL is not.")
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or parts.username:
        raise ImproperlyConfigured(
            "VAULT_TRANSIT_URL is not an address as it should be. Give the key service's, with no name or password in "
            "it and nothing after the host: https://keys.example.sch.uk:8200"
        )
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ImproperlyConfigured("VAULT_TRANSIT_URL is not encrypted. Plain http is for localhost only: use https.")
    missing = next((name for name in ("KEY", "TOKEN_FILE") if not values[name]), "")
    if missing:
        raise ImproperlyConfigured(f"VAULT_TRANSIT_URL is set, but VAULT_TRANSIT_{missing} is missing.")
    for name in ("KEY", "MOUNT"):
        if values[name] and not PLAIN.fullmatch(values[name]):
            raise ImproperlyConfigured(f"VAULT_TRANSIT_{name} is {values[name]!r}. Give a plain name.")
    for name in ("TOKEN_FILE", "CA_FILE"):
        if values[name] and not Path(values[name]).is_file():
            raise ImproperlyConfigured(f"VAULT_TRANSIT_{name} names {values[name]}, which is not there.")
    return TransitSettings(
        url=url,
        key=values["KEY"],
        token_file=values["TOKEN_FILE"],
        mount=values["MOUNT"] or "transit",
        namespace=values["NAMESPACE"],
        ca_file=values["CA_FILE"],
        timeout=_seconds(values["TIMEOUT"] or "5"),
    )


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 60:
        raise ImproperlyConfigured(f"VAULT_TRANSIT_TIMEOUT is {text!r}. Give seconds, from more than 0 to 60.")
    return value
