"""H5, I1-I4: two people do something about one incident at the same moment, over two real connections.

Whoever is named while they write is either quicker, or refused; nothing of theirs comes after. See handling_at_once.py.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from stjudes_portal.environment import ROOT
from tests.clean import clean_environment


@pytest.mark.processes
@pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)
def test_of_two_who_handle_it_at_once_neither_undoes_the_other(tmp_path: Path, database: dict[str, str]):
    seed = random.SystemRandom().randrange(10**6)
    environment = clean_environment(
        VAR=str(tmp_path / "var"), DJANGO_SETTINGS_MODULE="stjudes_portal.settings.production", **database
    )
    command = [sys.executable, "-m", "tests.handling_at_once", str(seed)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    line = next(line for line in done.stdout.splitlines() if line.startswith("REPORT "))
    found = json.loads(line.removeprefix("REPORT "))
    assert found["fault"] == "None"
    for one in found["rounds"]:
        told = (seed, one)
        assert len(one["answers"]) == 2, told
        assert not any(answer.startswith("fault") for answer in one["answers"]), told
        done_by = [answer == "done" for answer in one["answers"]]
        match one["pair"]:
            case "both_assess":
                assert (sum(done_by), one["assessments"], one["moves"]) == (1, 1, 1), told
            case "named_and_assesses" | "named_and_writes" | "named_and_keeps":
                assert done_by[0], told  # the naming is never refused
                assert (one["alleged"], one["deputy_sees_it"], one["deputy_notices"]) == (1, False, 0), told
                assert one["deputy_after"] == [], told
            case "both_close":
                assert (sum(done_by), one["status"], one["moves"]) == (1, "closed", 1), told
            case "closed_and_opened":  # closed and then opened again, or opened, and not closed any more
                assert done_by[1], told
                assert one["status"] == "investigating", told
            case "closed_and_written":
                assert done_by[0], told
                assert one["status"] == "closed", told
            case "both_name":
                assert (sum(done_by), one["alleged"], one["deputy_sees_it"]) == (1, 1, False), told
            case "sent_twice":
                assert (done_by, one["sent"]) == ([True, True], 1), told
            case _:
                raise AssertionError(one["pair"])
