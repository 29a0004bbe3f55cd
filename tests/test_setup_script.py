"""`make setup` where something is missing: one line that says what to do, and nothing half-done that looks done."""

import shutil
import subprocess
from pathlib import Path

import pytest

from stjudes_portal.environment import ROOT

TOOLS = ("sh", "cat", "rm", "mv", "mkdir", "chmod", "dirname", "printf", "cp")

# Stands for a Python 3.12: answers the script's questions and does what venv and pip would.
GOOD = """#!/bin/sh
case "$*" in
  *"sys.exit(sys.version_info"*) exit 0 ;;
  *"import ensurepip"*) exit ${NO_VENV:-0} ;;
  *"%d.%d"*) echo 3.12 ;;
  "-m venv "*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *hashlib*) for last; do :; done; cat "$last" ;;
  *"pip --version"*) exit 0 ;;
  *"pip "*"install"*) echo "install $*" >>calls; exit ${PIP_FAILS:-0} ;;
esac
"""
OLD = """#!/bin/sh
case "$*" in
  *"sys.exit(sys.version_info"*) exit 1 ;;
  *"Only Python"*) echo "Only Python 3.9 is" ;;
  *) echo "Python 3.9" ;;
esac
"""


class Machine:
    """A folder with a lock file, and a PATH that holds just what the test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs = folder / "bin"
        self.programs.mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found
            (self.programs / tool).symlink_to(found)
        self.lock("django==5.2")

    def lock(self, text: str) -> None:
        (self.folder / "requirements.txt").write_text(f"{text}\n")

    def has(self, name: str, script: str) -> None:
        (self.programs / name).write_text(script)
        (self.programs / name).chmod(0o755)

    def setup(self, **env: str) -> tuple[int, list[str]]:
        done = subprocess.run(
            ["sh", str(ROOT / "scripts" / "setup.sh"), "requirements.txt"],
            cwd=self.folder,
            env={"PATH": str(self.programs), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode, done.stdout.splitlines()

    @property
    def installs(self) -> int:
        calls = self.folder / "calls"
        return len(calls.read_text().splitlines()) if calls.exists() else 0


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_packages_are_installed_with_their_hashes_once(machine: Machine) -> None:
    machine.has("python3.12", GOOD)
    assert machine.setup()[0] == 0
    assert machine.setup() == (0, [])
    assert machine.installs == 1
    assert "--require-hashes" in (machine.folder / "calls").read_text()


def test_a_changed_lock_is_installed_again(machine: Machine) -> None:
    machine.has("python3.12", GOOD)
    machine.setup()
    machine.lock("django==5.2.1")
    machine.setup()
    assert machine.installs == 2


def test_an_install_that_broke_off_is_done_again(machine: Machine) -> None:
    machine.has("python3.12", GOOD)
    machine.setup()
    machine.lock("django==5.2.1")
    code, said = machine.setup(PIP_FAILS="1")
    assert code == 1
    assert said[-1].startswith("The packages could not be installed.")
    assert machine.setup()[0] == 0
    assert machine.installs == 3


def test_no_python_is_one_line(machine: Machine) -> None:
    code, said = machine.setup()
    assert code == 1
    assert said == [
        "No Python is here; the portal needs Python 3.11 or newer. "
        "Install one, or name it: PYTHON=/path/to/python3.11 make run"
    ]


def test_an_old_python_is_one_line_that_names_it(machine: Machine) -> None:
    machine.has("python3", OLD)
    code, said = machine.setup()
    assert code == 1
    assert len(said) == 1
    assert said[0].startswith("Only Python 3.9 is here; the portal needs Python 3.11 or newer.")


def test_a_newer_python_is_found_beside_an_old_one(machine: Machine) -> None:
    machine.has("python3", OLD)
    machine.has("python3.12", GOOD)
    assert machine.setup()[0] == 0


def test_the_python_that_was_asked_for_is_used_or_refused(machine: Machine) -> None:
    machine.has("python3.12", GOOD)
    machine.has("old", OLD)
    code, said = machine.setup(PYTHON="old")
    assert code == 1
    assert said == [
        "PYTHON=old is Python 3.9; the portal needs Python 3.11 or newer. Name a newer one, or leave PYTHON out."
    ]


def test_a_python_without_venv_is_one_line_that_names_the_package(machine: Machine) -> None:
    machine.has("python3.12", GOOD)
    code, said = machine.setup(NO_VENV="1")
    assert code == 1
    assert said == [
        "This Python cannot make virtual environments. Install that part and try again: apt install python3.12-venv"
    ]
    assert not (machine.folder / ".venv").exists()
