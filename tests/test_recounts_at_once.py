"""M2: figures stay those of the comments while people answer and two sweeps count. See tests/recounts_at_once.py."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from stjudes_portal.environment import ROOT
from tests.clean import clean_environment
from tests.recounts_at_once import ITEMS


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_two_counts_beside_people_who_answer_lose_nothing(tmp_path: Path, database: dict[str, str]):
    seed = random.SystemRandom().randrange(10**6)
    environment = clean_environment(
        VAR=str(tmp_path / "var"), DJANGO_SETTINGS_MODULE="stjudes_portal.settings.production", **database
    )
    command = [sys.executable, "-m", "tests.recounts_at_once", str(seed)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, (seed, done.stderr)
    line = next(line for line in done.stdout.splitlines() if line.startswith("REPORT "))
    found = json.loads(line.removeprefix("REPORT "))
    assert (found["faults"], found["marks_left"], found["wrong"]) == ([], 0, {}), (seed, found)
    assert found["received"] == ITEMS, (seed, found)
    assert found["runs"] > 2, (seed, found)
    assert found["counted_beside"] > 0, (seed, found)
