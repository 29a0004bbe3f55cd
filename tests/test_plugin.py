"""Under PORTAL_REQUIRE_ALL=1 nothing is skipped unseen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from stjudes_portal.environment import ROOT

pytestmark = pytest.mark.thorough

TESTS = """
import pytest

def test_runs():
    pass

@pytest.mark.skip(reason="no such server")
def test_is_skipped():
    pass

@pytest.mark.xfail(reason="known")
def test_is_known_to_fail():
    assert False
"""
MODULE = """
import pytest

pytest.skip("not on this machine", allow_module_level=True)
"""


def run(folder: Path, text: str, require: str) -> tuple[int, str]:
    (folder / "test_some.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-p", "tests.plugin", "-p", "no:django", "-c", os.devnull, "--rootdir=."]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PORTAL_REQUIRE_ALL": require},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(("require", "code"), [("", 0), ("0", 0), ("1", 1)])
def test_a_skipped_test_fails_the_run_where_all_are_required(tmp_path: Path, require: str, code: int) -> None:
    found, said = run(tmp_path, TESTS, require)
    assert found == code, said
    assert ("nothing may be skipped" in said) == (code == 1)


def test_a_skipped_file_fails_the_run_where_all_are_required(tmp_path: Path) -> None:
    assert run(tmp_path, MODULE, "1")[0] != 0
