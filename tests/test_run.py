"""`make run` as a newcomer meets it: it starts, it heals, it stops, and it says what is wrong in one line."""

import base64
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stjudes_portal.environment import ROOT
from stjudes_portal.run.embedded_broker import SERVERS
from tests.clean import clean_environment
from tests.portal import Portal, wait_until

pytestmark = pytest.mark.processes


def health(portal: Portal) -> dict[str, object]:
    try:
        with urllib.request.urlopen(f"{portal.address}/healthz", timeout=5) as response:
            return json.loads(response.read())
    except OSError:
        return {}


def refused(*command: str, **settings: str) -> tuple[int, str]:
    """What a start that cannot succeed answers: exit code and everything it printed."""
    done = subprocess.run(
        command or [sys.executable, "-m", "stjudes_portal.run"],
        cwd=ROOT,
        env=clean_environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with Portal(tmp_path_factory.mktemp("run") / "var", from_nothing=True) as running:
        yield running


def test_an_empty_folder_becomes_a_healthy_portal_that_prints_address_and_set_up_code(portal: Portal) -> None:
    assert portal.said().rstrip().endswith(f"is ready: {portal.address}  (Ctrl-C stops it)")
    assert "Set-up code: " in portal.said()
    report = health(portal)
    assert report["database"] == report["broker"] == "ok"
    assert isinstance(report["sweep_age_s"], int)


def test_keys_are_readable_by_their_owner_only(portal: Portal) -> None:
    keys = list((portal.var / "secrets").iterdir())
    assert len(keys) >= 4
    for path in [*keys, portal.var / "run" / "broker.conf", portal.var / "portal.sqlite3"]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_the_brokers_password_is_in_no_command_line(portal: Portal) -> None:
    password = (portal.var / "secrets" / "broker.key").read_text()
    assert not [command for command in portal.processes().values() if password in command]


def test_a_second_start_on_the_same_folder_is_refused_in_one_line(portal: Portal) -> None:
    code, said = refused(VAR=str(portal.var), PORT="1")
    assert code == 1
    assert len(said.splitlines()) == 1
    assert f"runs already at {portal.address}" in said


def test_a_port_that_is_taken_is_named_with_another_to_take(portal: Portal, tmp_path: Path) -> None:
    code, said = refused(VAR=str(tmp_path / "var"), PORT=str(portal.port))
    assert code == 1
    assert said.splitlines() == [
        f"Port {portal.port} is taken by another program. Choose another: PORT={portal.port + 1} make run"
    ]


@pytest.mark.parametrize("words", ["gunicorn", "worker", "beat", "broker"])
def test_a_process_that_is_killed_is_started_again(portal: Portal, words: str) -> None:
    names = {"gunicorn": "gunicorn", "worker": " worker ", "beat": " beat ", "broker": "broker.sock"}
    pid = portal.pid_of(names[words])
    assert pid > 0
    before = len(portal.said().splitlines())
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: portal.pid_of(names[words]) not in (-1, pid), f"{words} is up again")
    wait_until(lambda: health(portal).get("broker") == "ok", "the portal is healthy again")
    told = portal.said().splitlines()[before:]
    assert len(told) == 1
    assert "starting it again" in told[0]


def test_after_all_that_work_still_reaches_the_worker(portal: Portal) -> None:
    def age() -> int:
        return int(str(health(portal).get("sweep_age_s", 0)))

    wait_until(lambda: age() >= 2, "the last sweep is not of this second")
    before = age()
    code = "from stjudes_portal.celery import SWEEP, app; app.send_task(SWEEP)"
    done = portal.manage("shell", "-v", "0", "-c", code)
    assert done.returncode == 0, done.stderr
    wait_until(lambda: age() < before, "the worker has swept")


def test_ctrl_c_ends_every_process_and_a_second_start_prepares_nothing_again_and_loses_nothing(tmp_path: Path) -> None:
    with Portal(tmp_path / "var") as portal:
        processes = portal.processes()
        assert len(processes) >= 7
        assert portal.stop() == 0
        assert portal.processes() == {}
        key = (portal.var / "secrets" / "audit.key").read_text()
        portal.start()
        assert "Preparing" not in portal.said()
        assert "Collecting" not in portal.said()
        assert (portal.var / "secrets" / "audit.key").read_text() == key
        assert portal.stop(signal.SIGTERM) == 0
        assert portal.processes() == {}
        assert "Traceback" not in portal.said() + portal.logs()


def test_kill_9_of_the_supervisor_leaves_no_process_and_the_next_start_works(tmp_path: Path) -> None:
    with Portal(tmp_path / "var") as portal:
        portal.stop(signal.SIGKILL)
        wait_until(lambda: not portal.processes(), "the processes have noticed", seconds=20)
        portal.start()
        assert portal.stop() == 0


def test_ctrl_c_while_it_starts_leaves_nothing(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "var")
    with (tmp_path / "out").open("wb") as output:
        portal.supervisor = subprocess.Popen(portal.command, cwd=ROOT, env=portal.env, stdout=output)
    wait_until(lambda: portal.pid_of("manage.py prepare") > 0, "it prepares")
    assert portal.stop() == 0
    assert portal.processes() == {}


def test_a_folder_whose_path_is_too_long_for_a_socket_works_as_well(tmp_path: Path) -> None:
    with Portal(tmp_path / ("long " * 20).strip() / "var") as portal:
        assert health(portal)["broker"] == "ok"
        assert portal.stop() == 0


def test_with_no_broker_on_the_machine_the_packaged_one_serves(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for folder in os.environ["PATH"].split(os.pathsep):
        for program in Path(folder).glob("*") if Path(folder).is_dir() else ():
            link = programs / program.name
            if program.name not in SERVERS and not link.is_symlink():
                link.symlink_to(program)
    with Portal(tmp_path / "var", PATH=str(programs)) as portal:
        assert "valkey" in portal.processes()[portal.pid_of("broker.sock")]
        assert health(portal)["broker"] == "ok"


def test_it_runs_on_postgresql_and_redis_by_two_settings(tmp_path: Path, throwaway: Callable[[str], str]) -> None:
    settings = {"DATABASE_URL": throwaway("postgresql"), "REDIS_URL": throwaway("redis")}
    with Portal(tmp_path / "var", **settings) as portal:
        assert health(portal)["database"] == "ok"
        assert health(portal)["broker"] == "ok"
        assert not list(portal.var.glob("*.sqlite3"))
        assert portal.pid_of("broker.sock") == -1
        assert portal.stop() == 0


def test_a_database_that_is_not_there_is_one_line_without_its_password(tmp_path: Path) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        code, said = refused(
            VAR=str(tmp_path / "var"), PORT="9799", DATABASE_URL=f"postgres://u:hush-hush@127.0.0.1:{port}/db"
        )
    assert code == 1
    assert len(said.splitlines()) == 1
    assert "cannot be reached" in said
    assert "hush-hush" not in said


def test_a_key_that_does_not_open_the_vault_keeps_the_portal_off_in_one_line(tmp_path: Path) -> None:
    with Portal(tmp_path / "var") as portal:
        portal.stop()
    (portal.var / "secrets" / "vault.key").write_text(base64.urlsafe_b64encode(bytes(range(32))).decode())
    code, said = refused(VAR=str(portal.var), PORT=str(portal.port))
    assert code == 1
    assert len(said.splitlines()) == 1
    assert "does not open the vault" in said


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"DEMO": "1", "BIND": "0.0.0.0"}, "stays on this machine"),
        ({"PORT": "http"}, "Give a number from 1 to 65535"),
        ({"PUBLIC_URL": "http://portal.example.sch.uk"}, "not encrypted"),
    ],
)
def test_a_wrong_setting_is_one_line_and_exit_code_2(tmp_path: Path, given: dict[str, str], word: str) -> None:
    code, said = refused(VAR=str(tmp_path / "var"), **given)
    assert code == 2
    assert len(said.splitlines()) == 1
    assert word in said


def test_an_address_of_another_machine_is_refused_in_one_line(tmp_path: Path) -> None:
    code, said = refused(VAR=str(tmp_path / "var"), BIND="192.0.2.1", PORT="9799")
    assert code == 1
    assert said.splitlines() == ["BIND is 192.0.2.1, which is no address of this machine. Leave BIND out."]


def test_make_run_passes_settings_given_on_its_command_line(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "var")
    portal.command = ["make", "--no-print-directory", "run", f"PORT={portal.port}", f"VAR={portal.var}"]
    portal.env = clean_environment()
    with portal:
        assert health(portal)["database"] == "ok"
        # Ctrl-C reaches the whole foreground group; here only make gets it, and hands it on.
        portal.supervisor.send_signal(signal.SIGTERM)
        portal.supervisor.wait(60)
        wait_until(lambda: not portal.processes(), "everything has ended", seconds=20)
