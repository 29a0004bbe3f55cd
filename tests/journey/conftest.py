"""A portal, a browser and a pair of eyes for each file of journeys."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from tests.journey.actors import chromium
from tests.journey.comments import LONDON
from tests.journey.eyes import Eyes
from tests.journey.portal import Portal


def coming_wednesday() -> datetime:
    """Nine in the morning, so that no weekend changes what is due when. Never in the past."""
    today = datetime.now(LONDON).replace(hour=9, minute=0, second=0, microsecond=0)
    return (today + timedelta(days=(1 - today.weekday()) % 7 + 1)).astimezone(UTC)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """On Wednesday morning, empty."""
    portal = Portal(tmp_path_factory.mktemp("portal"))
    portal.move_clock_to(coming_wednesday())
    with portal:
        yield portal


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def eyes(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Eyes]:
    """What they saw wrong fails the test that looked, once it has come to its end."""
    base = tmp_path_factory.getbasetemp()
    judged = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "judged"
    judged.mkdir(exist_ok=True)
    eyes = Eyes(tmp_path_factory.mktemp("screenshots"), request.node.name.removeprefix("test_"), judged)
    yield eyes
    eyes.close()
