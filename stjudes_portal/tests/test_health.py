"""`/healthz`: what a monitor relies on."""

import socket
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client

from moderation.models import Heartbeat
from people.models import Session
from stjudes_portal import VERSION, health
from stjudes_portal.celery import app

pytestmark = pytest.mark.django_db


@pytest.fixture
def swept(clock: object) -> Callable[[int], None]:
    def at(seconds_ago: int) -> None:
        Heartbeat.objects.update_or_create(name="sweep", defaults={"at": clock.now - timedelta(seconds=seconds_ago)})

    return at


@pytest.fixture
def broker_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "broker_answers", lambda: True)


def test_a_stranger_may_ask_and_an_empty_portal_answers(
    client: Client, broker_up: None, swept: Callable[[int], None]
) -> None:
    swept(5)
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "broker": "ok", "sweep_age_s": 5, "version": VERSION}
    assert not response.cookies
    assert Session.objects.count() == 0
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("age", "status"), [(180, 200), (181, 503)])
def test_a_sweep_older_than_three_minutes_is_not_well(
    client: Client, broker_up: None, swept: Callable[[int], None], age: int, status: int
) -> None:
    swept(age)
    assert client.get("/healthz").status_code == status


def test_no_sweep_ever_is_not_well(client: Client, broker_up: None) -> None:
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["sweep_age_s"] is None


def test_a_broker_that_is_away_is_not_well(
    client: Client, swept: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    swept(5)
    monkeypatch.setattr(health, "broker_answers", lambda: False)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["broker"] == "failed"


def test_a_database_that_is_away_is_not_well(client: Client, broker_up: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] == "failed"
    assert response.json()["sweep_age_s"] is None


def test_it_answers_soon_when_the_broker_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(5)
        url = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        real = app.connection_for_write
        monkeypatch.setattr(app, "connection_for_write", lambda **options: real(url, **options))
        began = time.monotonic()
        assert health.broker_answers() is False
        assert time.monotonic() - began < 3


def test_nothing_is_changed_by_asking_and_posting_is_refused(client: Client, broker_up: None) -> None:
    assert client.post("/healthz").status_code == 405
