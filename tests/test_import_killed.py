"""The workers of an import are killed (`kill -9`) twenty-four times, now and then two at once.

Whatever was in hand is done by the next of them, and nothing is done twice. See tests/dying_imports.py.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from stjudes_portal.environment import ROOT
from tests.clean import clean_environment
from tests.dying_imports import BAD_EVERY, ROWS


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_an_import_whose_workers_are_killed_loses_no_row_and_repeats_none(tmp_path: Path, database: dict[str, str]):
    seed = random.SystemRandom().randrange(10**6)
    environment = clean_environment(
        VAR=str(tmp_path / "var"), DJANGO_SETTINGS_MODULE="stjudes_portal.settings.production", **database
    )
    command = [sys.executable, "-m", "tests.dying_imports", str(seed)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("REPORT "))
    found = json.loads(line.removeprefix("REPORT "))
    sys.stdout.write(f"seed {seed}: {found}\n")
    bad = ROWS // BAD_EVERY
    assert found["rows"] == [ROWS, ROWS - bad, 0, bad]
    assert found["items"] == found["recorded"] == ROWS - bad
    assert found["rejected_rows"] == bad
    assert found["killed"] == 24
    assert 0 < found["after_kills"] < ROWS
    assert found["done"]
    assert found["files"] == 0
    assert found["fault"] == "None"
