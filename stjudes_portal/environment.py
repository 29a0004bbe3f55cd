"""What this portal was told by its environment, read once, typed and checked.

Every setting may also come from a file: `X_FILE=/path` is read where `X` is not set, so that a
secret never has to stand in a process listing.
"""

import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")


def choose_settings() -> str:
    """Name the settings module for this process, unless one is named already."""
    chosen = "stjudes_portal.settings.demo" if demo_wanted() else "stjudes_portal.settings.production"
    return os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen)


def demo_wanted() -> bool:
    return os.environ.get("DEMO", "") not in ("", "0", "false", "no")


def read(name: str, default: str = "") -> str:
    """The value of `name`, or of the file that `name_FILE` points to, or the default."""
    value = os.environ.get(name, "")
    if value:
        return value
    path = os.environ.get(f"{name}_FILE", "")
    if not path:
        return default
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE names {path}, which cannot be read ({error.strerror}). Give a readable file, or set {name}."
        ) from error


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Environment:
    """Where this portal lives and which addresses it answers on."""

    demo: bool
    var: Path
    bind: str
    port: int
    public_url: str
    database_url: str
    redis_url: str
    trusted_proxies: int

    @property
    def prefix(self) -> str:
        """A demonstration keeps its own database, secrets and run files beside a real portal's."""
        return "demo-" if self.demo else ""

    @property
    def sqlite_file(self) -> Path:
        return self.var / ("demo.sqlite3" if self.demo else "portal.sqlite3")

    @property
    def secrets_dir(self) -> Path:
        return self.var / f"{self.prefix}secrets"

    @property
    def run_dir(self) -> Path:
        return self.var / f"{self.prefix}run"

    @property
    def mail_dir(self) -> Path:
        return self.var / "mail"

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        host = urlsplit(self.public_url).hostname or "localhost"
        return list(LOOPBACK_NAMES) if is_loopback(host) else [host]


def load() -> Environment:
    """Read and check the environment.

    Raises ImproperlyConfigured, in a sentence that says what to change.
    """
    port_text = read("PORT", "8000")
    if not port_text.isdigit() or not 0 < int(port_text) < 65536:
        raise ImproperlyConfigured(f"PORT is {port_text!r}. Give a number from 1 to 65535, for example PORT=8000.")
    port = int(port_text)
    public_url = read("PUBLIC_URL", f"http://localhost:{port}").rstrip("/")
    parts = urlsplit(public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise ImproperlyConfigured(
            f"PUBLIC_URL is {public_url!r}. Give the address people type, with nothing after the host: "
            "https://portal.example.sch.uk"
        )
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ImproperlyConfigured(
            f"PUBLIC_URL is {public_url}, which is not encrypted. Plain http is for localhost only: put a web server "
            f"with a certificate in front and set PUBLIC_URL=https://{parts.netloc}"
        )
    encrypted = parts.scheme == "https"
    proxies = read("TRUSTED_PROXIES", "1" if encrypted else "0")
    if not proxies.isdigit():
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES is {proxies!r}. Give the number of proxies in front, usually 0 or 1."
        )
    if encrypted and int(proxies) == 0:
        raise ImproperlyConfigured(
            "TRUSTED_PROXIES is 0, but the portal itself speaks plain http: an https PUBLIC_URL needs your web server "
            "in front of it. Leave TRUSTED_PROXIES out, or give the number of proxies."
        )
    demo = demo_wanted()
    bind = read("BIND", "127.0.0.1")
    if demo and not is_loopback(bind):
        raise ImproperlyConfigured(
            f"BIND is {bind}, but the demonstration lets anyone sign in as anyone and stays on this machine. "
            "Leave BIND out, or start the real portal without DEMO=1."
        )
    if demo and not is_loopback(parts.hostname):
        raise ImproperlyConfigured(
            f"PUBLIC_URL is {public_url}, but the demonstration answers on localhost only. Leave PUBLIC_URL out."
        )
    return Environment(
        demo=demo,
        var=Path(read("VAR", str(ROOT / "var"))).expanduser().resolve(),
        bind=bind,
        port=port,
        public_url=public_url,
        # The demonstration makes and throws away its own database: it never touches another.
        database_url="" if demo else read("DATABASE_URL"),
        redis_url="" if demo else read("REDIS_URL"),
        trusted_proxies=int(proxies),
    )
