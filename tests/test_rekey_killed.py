"""Putting a new key to ten thousand versions is killed (`kill -9`) five times at random moments.

Each time, the next run goes on where the last one was; in the end everything opens and nothing is left on the old key.
"""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.crypto import key_file
from stjudes_portal.environment import ROOT
from tests.clean import clean_environment

VERSIONS = 10_000
KILLS = 5
PRODUCTION = "stjudes_portal.settings.production"


class Machine:
    """The commands of one portal, each in a process of its own."""

    def __init__(self, var: Path, database: dict[str, str]) -> None:
        self.var = var
        self.env = clean_environment(VAR=str(var), DJANGO_SETTINGS_MODULE=PRODUCTION, **database)

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def look(self) -> dict[str, object]:
        said = self.run("-m", "tests.ten_thousand_secrets", "look")
        return json.loads(said.partition("REPORT ")[2])

    def rekey_and_kill(self, chance: random.Random) -> list[str]:
        """Start it, and kill it some lines later, anywhere within a batch. Returns the lines it wrote."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "vault", "rekey"],
            cwd=ROOT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(chance.randrange(1, 8))]
        time.sleep(chance.uniform(0, 0.03))
        process.send_signal(signal.SIGKILL)
        rest, errors = process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL, errors
        return [*lines, *rest.splitlines()]


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_a_rekeying_that_is_killed_five_times_loses_nothing_and_ends(tmp_path: Path, database: dict[str, str]) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)
    machine = Machine(tmp_path / "var", database)
    machine.run("-m", "tests.ten_thousand_secrets", "fill", str(VERSIONS))  # in an empty portal
    machine.run("manage.py", "vault", "new-key")
    new, old = (key_file.decode(text).id for text in key_file.read(machine.var / "secrets" / "vault.key"))

    starts = []
    for _ in range(KILLS):
        lines = machine.rekey_and_kill(chance)
        starts.append(int(lines[0].split()[0].replace(",", "")))
    half = machine.look()
    ended = machine.run("manage.py", "vault", "rekey").splitlines()
    machine.run("manage.py", "vault", "forget-key", old)
    found = machine.look()  # with the new key alone

    sys.stdout.write(f"seed {seed}: started at {starts}, {half['keys']}, {ended[0]}, {found}\n")
    assert starts == sorted(starts)
    assert starts[-1] > starts[0] == 0
    assert half["opened"] == VERSIONS
    assert set(half["keys"]) == {new, old}
    assert half["finished"] is False
    assert f"{found['total']:,} of {found['total']:,} (100 %)" in ended
    assert f"Done: every sealed value says itself that the key {new} closes it." in ended
    assert found["opened"] == VERSIONS
    assert found["keys"] == {new: VERSIONS + 1}  # and the canary
    assert found["columns"] == [new]
    assert found["done"] == found["total"] == VERSIONS + 1
    assert (found["finished"], found["begun"], found["recorded"]) == (True, KILLS + 1, 1)
    assert found["fault"] == "None"
