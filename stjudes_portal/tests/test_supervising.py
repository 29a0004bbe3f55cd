"""The supervisor's parts, where no process has to be started."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from stjudes_portal import environment
from stjudes_portal.run import child, logs
from stjudes_portal.run.errors import CannotRun
from stjudes_portal.run.preflight import check_port, make_folders, take_lock
from stjudes_portal.run.processes import address


def place(var: Path, **changes: object) -> environment.Environment:
    return replace(environment.load(), var=var, demo=False, bind="127.0.0.1", **changes)


def test_one_supervisor_for_each_folder(tmp_path: Path) -> None:
    here = place(tmp_path)
    make_folders(here)
    with take_lock(here), pytest.raises(CannotRun, match="runs already at http://localhost"):
        take_lock(here)
    take_lock(here).close()


def test_a_port_in_use_is_refused_and_the_last_port_has_no_next(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotRun, match=f"Port {port} is taken"):
            check_port(place(tmp_path, port=port))
    check_port(place(tmp_path, port=port))


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotRun, match="cannot be written to"):
        make_folders(place(tmp_path / "file" / "var"))


@pytest.mark.parametrize(
    ("bind", "written"), [("127.0.0.1", "127.0.0.1:80"), ("::1", "[::1]:80"), ("[::]", "[::]:80"), ("host", "host:80")]
)
def test_addresses_are_written_as_the_web_server_wants_them(bind: str, written: str) -> None:
    assert address(bind, 80) == written


def test_a_large_log_is_set_aside_and_three_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST", 10)
    path = tmp_path / "web.log"
    for text in ("first", "second", "third", "fourth", "fifth"):
        with logs.open_log(path) as log:
            log.write(f"{text} and more\n".encode())
    assert path.read_text() == "fifth and more\n"
    kept = [path.with_name(f"web.log.{number}").read_text().split()[0] for number in (1, 2, 3)]
    assert kept == ["fourth", "third", "second"]
    assert len(list(tmp_path.iterdir())) == 4


def test_a_small_log_is_continued(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "web.log"
    for text in ("one", "two"):
        with logs.open_log(path) as log:
            log.write(f"{text}\n".encode())
    assert path.read_text() == "one\ntwo\n"
    assert logs.last_line(path) == "two"


def test_a_process_that_keeps_dying_is_tried_less_and_less_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    starts: list[float] = []
    now = 0.0

    class Dead:
        pid = -1
        returncode = 1

        def poll(self) -> int:
            return 1

    def start(self: child.Child) -> None:
        starts.append(now)
        self.process, self.started_at, self.start_again_at = Dead(), now, None

    monkeypatch.setattr(child.Child, "start", start)
    monkeypatch.setattr(child, "signal_group", lambda pid, number: False)
    one = child.Child("The worker", ["x"], env={}, log=tmp_path / "x.log", ready=lambda child: True)
    one.start()
    while now < 80:
        one.look_after(now)
        now += 0.5
    waits = [later - sooner for sooner, later in zip(starts, starts[1:], strict=False)]
    assert [int(wait) for wait in waits] == [1, 2, 5, 10, 30]
    assert "The worker stopped (exit code 1); starting it again in 1 s." in capsys.readouterr().out
