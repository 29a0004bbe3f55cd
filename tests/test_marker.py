"""A secret, used in every way that there is, is readable nowhere but on the page that is there to show it.

The real processes run, with the settings of a real portal. A new way is a new line in `every_way`.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests import leaks
from tests.journey import settled
from tests.leaks import Secrets, Watch
from tests.portal import Portal, wait_until
from tests.visitors import Visitor

SETTLE = """
import json
from tests.journey.settled import *
settle()
print("PLACES", json.dumps({"account": Account.objects.get().pk}))
"""


def every_way(portal: Portal, secrets: Secrets) -> list[str]:
    """Each line is something that somebody does with a secret. Returns what stood on pages that should not hold it."""
    account = settle(portal)["account"]
    plant, seen = secrets.plant, []
    admin = Visitor(portal, secrets, seen).signs_in(settled.ADMINISTRATOR[1], settled.PASSWORD, settled.SEED)
    teacher = Visitor(portal, secrets, seen).signs_in(settled.TEACHER[1], settled.PASSWORD)
    stranger = Visitor(portal, secrets, seen)

    # --- into the vault, and out of it
    store = f"/vault/account/{account}/store/"
    kept = plant("stored")
    answer = admin.post(
        store, asks=store, kind="password", label="Second", username="y4", secret=kept, sees="is in the vault"
    )
    vault = answer.url.path
    reveal, rotate = f"{vault}reveal/", f"{vault}rotate/"
    admin.post(reveal, asks=reveal, reason="Signing in", shows=kept)
    admin.post(f"{vault}copied/", asks=reveal, version="1", status=204)

    # --- mistakes
    admin.post(store, asks=store, kind="password", label="Second", secret=plant("label is taken"))
    admin.post(store, asks=store, kind="nonsense", label="Other", secret=plant("no such kind"))
    admin.post(store, asks=store, kind="password", label="Long", secret=plant("far too long") * 300)
    teacher.post(rotate, asks="/incidents/report/", way="changed", secret=plant("by whom it was not given"), status=403)
    stranger.post(store, asks="/sign-in/", kind="password", label="Third", secret=plant("by a stranger"))
    stranger.post("/sign-in/", asks="/sign-in/", login=settled.TEACHER[1], password=plant("as a password at sign-in"))

    # --- changed
    admin.post(rotate, asks=rotate, way="changed", secret=plant("changed"), sees="in use")
    admin.post(rotate, asks=rotate, way="generate", length="20", makes="made by the portal")
    admin.post(f"{rotate}cancel/", asks=rotate)
    admin.post(rotate, asks=rotate, way="generate", length="20", makes="made by the portal again")
    admin.post(f"{rotate}finish/", asks=rotate)

    for address in ("/", "/vault/", vault, f"/accounts/{account}/", "/accounts/", "/notifications/"):
        admin.get(address)
    return seen


def settle(portal: Portal) -> dict[str, int]:
    done = portal.manage("shell", "-v", "0", "-c", SETTLE, timeout=60)
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("PLACES "))
    found: dict[str, int] = json.loads(line.removeprefix("PLACES "))
    return found


def everywhere(portal: Portal, secrets: Secrets, temporary: Path) -> list[str]:
    return leaks.found(
        secrets,
        leaks.files(portal.var, temporary),
        leaks.cells(portal),
        leaks.dump(portal),
        leaks.messages(portal),
        leaks.processes(portal),
        iter([("what the portal said", portal.said().encode())]),
    )


@contextmanager
def left_about(portal: Portal, secrets: Secrets) -> Iterator[None]:
    """A secret in each of the places that are searched, each in another disguise."""
    raw = secrets.plant("left").encode()
    (portal.var / "mail" / "left.eml").write_bytes(b"x" + raw.hex().encode())
    (portal.var / "run" / "logs" / "web.log").open("ab").write(raw[::-1])
    leaks.write_cell(portal, raw.decode())
    with closing(leaks.broker_of(portal)) as broker:
        broker.rpush("left", raw)
    command = [sys.executable, "-c", "import time; time.sleep(60)", raw.decode()]
    with subprocess.Popen(command, env=portal.env) as process:
        yield
        process.kill()


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_a_secret_used_in_every_way_stands_nowhere(tmp_path: Path, database: dict[str, str]) -> None:
    secrets, temporary = Secrets(), tmp_path / "tmp"
    temporary.mkdir()
    with Portal(tmp_path / "var", TMPDIR=str(temporary), **database) as portal:
        with Watch(portal).on() as watch:
            on_pages = every_way(portal, secrets)
            wait_until(lambda: not leaks.mail_waits(portal), "all mail is sent")
        assert len(list((portal.var / "mail").glob("*.eml"))) > 3
        assert len(watch.heard) > 10
        assert on_pages == []
        assert leaks.found(secrets, watch.passed()) == []
        assert everywhere(portal, secrets, temporary) == []

        # The search itself: it finds what lies about, in each place.
        proof = Secrets("Merlin/8123&sparrowhawk?")
        with left_about(portal, proof):
            found = "\n".join(everywhere(portal, proof, temporary))
        for place in ("left.eml", "web.log", "portal_cache, column value", "broker, b'left'", "cmdline of process"):
            assert place in found, place
        assert re.search("portal.sqlite3-wal|dump of the database", found)
