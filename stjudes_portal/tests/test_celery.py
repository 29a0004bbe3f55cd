"""A page never waits for the broker."""

import socket
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from kombu.exceptions import OperationalError

from notifications import waking
from stjudes_portal import celery
from stjudes_portal.celery import DELIVER, SWEEP, Waker, app


@pytest.fixture
def silent_broker() -> Iterator[str]:
    """It takes the connection and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(20)
        yield f"redis://127.0.0.1:{listener.getsockname()[1]}/0"


def publish_to(url: str) -> float:
    """Seconds until publishing to `url` gave up."""
    began = time.monotonic()
    with pytest.raises(OperationalError), app.connection_for_write(url) as connection:
        app.send_task(DELIVER, connection=connection)
    return time.monotonic() - began


def test_publishing_gives_up_at_once_where_nothing_listens() -> None:
    assert publish_to("redis://127.0.0.1:1/0") < 1


def test_publishing_gives_up_soon_where_nothing_answers(silent_broker: str) -> None:
    assert publish_to(silent_broker) < 4


def test_after_a_failure_the_next_messages_do_not_wait_again() -> None:
    calls = []

    def broken() -> None:
        calls.append(1)
        raise ConnectionError

    waker = Waker(broken, rest=60)
    with pytest.raises(ConnectionError):
        waker()
    waker()
    waker()
    assert len(calls) == 1


def test_an_absent_broker_is_no_error_of_the_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError

    monkeypatch.setattr(waking, "_wakers", [Waker(broken)])
    waking.wake_delivery()


def test_the_rooms_wake_this_projects_worker() -> None:
    assert waking._wakers == [celery.wake_delivery]


def test_each_round_expires_before_a_backlog_can_pile_up() -> None:
    assert {SWEEP, DELIVER} <= {entry["task"] for entry in app.conf.beat_schedule.values()}
    for entry in app.conf.beat_schedule.values():
        assert entry["options"]["expires"] <= entry["schedule"]


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_work_is_confirmed_after_it_is_done_and_given_back_when_its_process_dies() -> None:
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.task_ignore_result
    assert settings.CELERY_SETTINGS["worker_prefetch_multiplier"] == 1
