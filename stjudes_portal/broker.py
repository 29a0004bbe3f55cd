"""Where the broker of this portal answers: the operator's own (REDIS_URL), or the one that `make run` starts."""

import hashlib
import os
from pathlib import Path
from urllib.parse import quote

from stjudes_portal.environment import Environment

LONGEST_SOCKET_PATH = 100  # bytes; the system's own limit is 108 on Linux and 104 on macOS


def url(environment: Environment, password: str) -> str:
    """The broker's address for Celery: REDIS_URL where it is set, else the embedded broker's socket."""
    if environment.redis_url:
        return environment.redis_url
    return f"redis+socket://:{quote(password, safe='')}@{quote(str(socket_path(environment)))}"


def socket_path(environment: Environment) -> Path:
    """Beside the other run files, or in a private folder of its own where that path would be too long."""
    path = environment.run_dir / "broker.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    digest = hashlib.sha256(os.fsencode(environment.run_dir)).hexdigest()[:16]
    # Not TMPDIR: every process of this portal must find the same place, whatever started it.
    return Path("/tmp") / f"stjudes-portal-{os.getuid()}-{digest}" / "broker.sock"  # noqa: S108


def queue_name(database: dict[str, object]) -> str:
    """A queue belongs to a database: two portals that share one broker never take each other's work."""
    place = "|".join(str(database.get(key, "")) for key in ("ENGINE", "HOST", "PORT", "NAME"))
    return f"portal-{hashlib.sha256(place.encode()).hexdigest()[:12]}"
