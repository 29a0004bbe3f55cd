"""R2: the key of the digests is made once, however many need the first one at the same moment.

Two keys would mean that the same password on two accounts is never found. See tests/digest_key_at_once.py.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stjudes_portal.environment import ROOT
from tests.clean import clean_environment
from tests.digest_key_at_once import AT_ONCE, ROUNDS


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_everybody_gets_the_same_key(tmp_path: Path, database: dict[str, str]):
    environment = clean_environment(
        VAR=str(tmp_path / "var"), DJANGO_SETTINGS_MODULE="stjudes_portal.settings.production", **database
    )
    command = [sys.executable, "-m", "tests.digest_key_at_once"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("REPORT "))
    rounds = json.loads(line.removeprefix("REPORT "))
    assert len(rounds) == ROUNDS
    for one in rounds:
        assert len(one["answers"]) == AT_ONCE
        assert not one["answers"][0].startswith("fault"), one
        assert (len(set(one["answers"])), one["keys"]) == (1, 1), one
