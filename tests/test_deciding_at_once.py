"""A2, A4: two people decide a business case at the same moment, over two real connections, fifty-six times.

One wins and the other is told why not; two approvals that are both needed both count. See tests/deciding_at_once.py.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from stjudes_portal.environment import ROOT
from tests.clean import clean_environment
from tests.deciding_at_once import PAIRS, ROUNDS


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(tmp_path: Path, database: dict[str, str]):
    seed = random.SystemRandom().randrange(10**6)
    environment = clean_environment(
        VAR=str(tmp_path / "var"), DJANGO_SETTINGS_MODULE="stjudes_portal.settings.production", **database
    )
    command = [sys.executable, "-m", "tests.deciding_at_once", str(seed)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("REPORT "))
    found = json.loads(line.removeprefix("REPORT "))
    assert found["fault"] == "None"
    assert len(found["rounds"]) == ROUNDS * len(PAIRS)
    for one in found["rounds"]:
        refused = [answer for answer in one["answers"] if answer != "done"]
        assert not any(answer.startswith("fault") for answer in refused), (seed, one)
        if one["pair"] == "two_of_two":
            assert (refused, one["status"], one["decisions"], one["mandates"]) == ([], "approved", 2, 1), (seed, one)
            continue
        assert len(one["answers"]) == 2, (seed, one)
        assert len(refused) == one["refusals"] == 1, (seed, one)
        assert refused[0].startswith(("WrongState: ", "NotAllowed: ")), (seed, one)
        if one["pair"] in ("the_same_person_in_two_windows", "who_is_away_and_who_acts"):
            assert (one["status"], one["decisions"], one["mandates"], one["moves"]) == ("submitted", 1, 0, 0), (
                seed,
                one,
            )
        else:
            assert one["moves"] == 1, (seed, one)
            assert one["decisions"] == (0 if one["status"] == "withdrawn" else 1), (seed, one)
            assert one["mandates"] == (1 if one["status"] == "approved" else 0), (seed, one)
