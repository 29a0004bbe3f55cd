"""Workers are killed (`kill -9`) while they make packs, look at the clocks of incidents and have evidence stamped.

The real processes run, and die as tests/killing_incidents.py says, some of them with their parent; the timer and the
broker are killed too. The packs are asked for while no broker can be reached. In the end each was made once, opens,
and is whole; nobody was told anything twice; and nothing of what a pack holds lies in any folder in the clear.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import pyzipper

from stjudes_portal.environment import ROOT
from tests import stamp_authority
from tests.packs_at_risk import CLOCKS, INCIDENTS, MARK, PACKS, PIECES
from tests.portal import Portal, wait_until

STEPS = 3  # of each clock: they all ran out long ago
ABSENT = "redis://127.0.0.1:1/0"  # nobody listens there
FILES = {"case-file.pdf", "README.txt", "timeline.csv", "custody.csv", "audit.csv", "manifest.sha256"}


def plans(folder: Path, chance: random.Random) -> dict[str, int]:
    """Who dies when. Returns how many kills there are of each kind, those of packs not counted that come too late."""
    lines = {
        "pack": [
            *(f"after {chance.randrange(0, 60)} {int(number == 1)}" for number in range(2)),
            f"within {chance.randrange(0, 1500)} 0",
        ],
        "clocks": [f"after {chance.randrange(0, 12)} {int(number == 1)}" for number in range(2)],
        "stamp": [f"after {chance.randrange(0, 4)} 0" for _ in range(2)],
    }
    folder.mkdir()
    (folder / "deaths").touch()
    for kind, of_kind in lines.items():
        (folder / kind).write_text("".join(f"{line}\n" for line in of_kind), encoding="ascii")
    return {"pack": 2, "clocks": 2, "stamp": 2}


def at_risk(portal: Portal, *words: str, **settings: str) -> tuple[str, str]:
    """What the module said in its last line, and what it complained of."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.packs_at_risk", *words],
        cwd=ROOT,
        env=portal.env | settings,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.rpartition("REPORT ")[2], done.stderr


def kill(portal: Portal, words: str) -> None:
    pid = portal.pid_of(words)
    if pid > 0:
        os.kill(pid, signal.SIGKILL)


def in_the_clear(folder: Path) -> list[str]:
    """Files with words or pieces of a pack in them; those of the database hold what people wrote, and stay out."""
    found = []
    for path in folder.rglob("*"):
        if not path.is_file() or ".sqlite3" in path.name or "static" in path.parts:
            continue
        content = path.read_bytes()
        if MARK.encode() in content or content.startswith((b"%PDF", b"PK\x03\x04")):
            found.append(str(path))
    return found


def check_zip(path: Path, made: dict[str, str | int], folder: Path) -> None:
    """As whoever is given it does."""
    content = path.read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (made["sha256"], made["size"])
    with pyzipper.AESZipFile(path) as archive:
        archive.setpassword(str(made["passphrase"]).encode())
        assert set(archive.namelist()) >= FILES
        assert sum(name.startswith("evidence/") and not name.endswith(".tsr") for name in archive.namelist()) == PIECES
        archive.extractall(folder)
    check = ["sha256sum", "--strict", "-c", "manifest.sha256"]
    done = subprocess.run(check, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_packs_stamps_and_clocks_of_killed_workers_are_done_once(tmp_path: Path, database: dict[str, str]) -> None:
    seed = random.SystemRandom().randrange(10**6)
    deaths = tmp_path / "plans"
    planned = plans(deaths, random.Random(seed))
    for name in ("authority", "temporary", "zips"):
        (tmp_path / name).mkdir()
    settings = {"DJANGO_SETTINGS_MODULE": "tests.killing_incidents", "KILL_PLANS": str(deaths), **database}
    settings["TMPDIR"] = str(tmp_path / "temporary")

    def died() -> Counter[str]:
        return Counter((deaths / "deaths").read_text().split())

    with (
        stamp_authority.serving(tmp_path / "authority") as (authority, address),
        Portal(tmp_path / "var", TIME_STAMP_URL=address, **settings) as portal,
    ):
        said = at_risk(portal, "seed", REDIS_URL=ABSENT)[1]
        assert "the broker could not be reached" in said

        def look() -> dict:
            return json.loads(at_risk(portal, "look", str(tmp_path / "zips"))[0])

        kill(portal, " beat ")
        kill(portal, "broker")
        wait_until(lambda: all(died()[kind] >= number for kind, number in planned.items()), f"kills (seed {seed})", 90)
        wait_until(lambda: "asked" not in look()["states"], f"no pack waits (seed {seed})", 120, every=3)
        failed = look()
        at_risk(portal, "again")
        whole = {"ready": PACKS}, {"sent"}, PACKS * PIECES, INCIDENTS * CLOCKS * STEPS
        last: dict = {}

        def is_done() -> bool:
            last.update(look())
            return (last["states"], set(last["mail"]), last["stamped"], last["stages"]) == whole

        wait_until(is_done, f"all done (seed {seed}): {last}", 120, every=3)
        found = last
    sys.stdout.write(f"seed {seed}: {dict(died())} died; {failed['states']} before the rest was asked again; {found}\n")
    assert set(failed["problems"]) <= {
        "",
        "The portal stopped several times while it made this. Leave out the largest files, and ask again.",
    }
    for pk, made in found["made"].items():
        check_zip(tmp_path / "zips" / f"{pk}.zip", made, tmp_path / "zips" / pk)
    assert found["parts_of_others"] == 0
    assert found["exported"] == [PACKS * PIECES, 1]  # so many, each once
    assert found["made_events"] == [PACKS, 1]
    assert found["stamp_events"] == [PACKS * PIECES, 1]
    assert found["step_events"] == [INCIDENTS * CLOCKS * STEPS, 1]
    assert found["notices"]["incidents.pack_ready"] == PACKS
    assert found["notices"].get("incidents.pack_failed", 0) == failed["states"].get("failed", 0)
    assert found["notices"]["incidents.clock_late"] == INCIDENTS * CLOCKS * 2  # two of SLT
    assert found["notices"]["incidents.clock_late_above"] == INCIDENTS * CLOCKS  # the chair
    assert found["fault"] == "None"
    sent = len(list((tmp_path / "var" / "mail").rglob("*.eml")))
    in_hand = 3  # what others did when the parent died, or the broker: mail goes at least once
    assert found["mail"]["sent"] <= sent <= found["mail"]["sent"] + in_hand
    assert in_the_clear(tmp_path / "var") == in_the_clear(tmp_path / "temporary") == []
