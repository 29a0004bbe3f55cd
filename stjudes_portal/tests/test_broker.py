"""Where the broker answers."""

from dataclasses import replace
from pathlib import Path

import pytest
from kombu import Connection

from stjudes_portal import broker, environment
from stjudes_portal.run import embedded_broker
from stjudes_portal.run.errors import CannotRun


def place(var: Path, redis_url: str = "") -> environment.Environment:
    return replace(environment.load(), var=var, redis_url=redis_url, demo=False)


def test_the_operators_own_broker_wins() -> None:
    assert broker.url(place(Path("/srv/p"), "redis://host/3"), "secret") == "redis://host/3"


@pytest.mark.parametrize("password", ["plain", "a/b=?#&%+ @:ü"])
def test_any_password_and_path_survive_the_address(tmp_path: Path, password: str) -> None:
    here = place(Path("/srv/a school's portal%20/var"))
    connection = Connection(broker.url(here, password))
    assert connection.transport_cls == "redis"
    parameters = connection.transport.Channel._connparams(FakeChannel(connection))
    assert parameters["password"] == password
    assert parameters["path"] == str(broker.socket_path(here))


class FakeChannel:
    """As much of kombu's channel as it needs to work out where to connect."""

    def __init__(self, connection: Connection) -> None:
        real = connection.transport.Channel
        self.connection = connection.transport
        for name in dir(real):
            if not name.startswith("__") and not hasattr(self, name):
                value = getattr(real, name)
                setattr(self, name, value.__get__(self) if callable(value) and not isinstance(value, type) else value)


def test_a_long_path_moves_the_socket_to_a_short_one(tmp_path: Path) -> None:
    short = broker.socket_path(place(Path("/srv/portal")))
    assert short == Path("/srv/portal/run/broker.sock")
    long = broker.socket_path(place(Path("/srv/" + "p" * 100)))
    assert len(str(long)) <= broker.LONGEST_SOCKET_PATH
    assert long != broker.socket_path(place(Path("/srv/" + "q" * 100)))


def test_a_short_folder_that_others_can_enter_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = place(tmp_path / "v")
    here.run_dir.mkdir(parents=True)
    shared = tmp_path / "shared"
    shared.mkdir(mode=0o755)
    monkeypatch.setattr(broker, "socket_path", lambda environment: shared / "broker.sock")
    with pytest.raises(CannotRun, match="not a private folder"):
        embedded_broker.write_config(here, "secret")


def test_two_databases_have_two_queues() -> None:
    first = broker.queue_name({"ENGINE": "e", "NAME": Path("/a/portal.sqlite3"), "PASSWORD": "x"})
    assert first == broker.queue_name({"ENGINE": "e", "NAME": "/a/portal.sqlite3", "PASSWORD": "y"})
    assert first != broker.queue_name({"ENGINE": "e", "NAME": "/a/demo.sqlite3", "PASSWORD": "x"})
