"""What our test runs need of pytest: nothing skipped unseen, servers for those who ask, only the database's tests."""

import os
import secrets
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack

import psycopg2
import pytest

from tests import servers

ALL_REQUIRED = os.environ.get("PORTAL_REQUIRE_ALL", "") not in ("", "0")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--touching-database", action="store_true", help="run only tests that use the database", default=False
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--touching-database"):
        return
    chosen = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def _uses_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or "db" in fixtures


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if ALL_REQUIRED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, but nothing may be skipped here: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if ALL_REQUIRED and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"Skipped, but nothing may be skipped here: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def throwaway() -> Iterator[Callable[[str], str]]:
    """`throwaway("postgresql")` or `throwaway("redis")`: the address of a server that ends with the session.

    Skips where the machine has no such server; fails there under PORTAL_REQUIRE_ALL=1.
    """
    kinds: dict[str, Callable[[], AbstractContextManager[str]]] = {
        "postgresql": servers.postgresql,
        "redis": servers.redis,
    }
    running: dict[str, str] = {}
    with ExitStack() as stack:

        def start(kind: str) -> str:
            if kind not in running:
                try:
                    running[kind] = stack.enter_context(kinds[kind]())
                except servers.Missing as error:
                    pytest.skip(str(error))
            return running[kind]

        yield start


@pytest.fixture
def database(request: pytest.FixtureRequest, throwaway: Callable[[str], str]) -> dict[str, str]:
    """The settings of an empty database of its own, of the kind that the test is parametrized with (indirect)."""
    if request.param == "sqlite":
        return {}
    url = throwaway("postgresql")
    name = f"own_{secrets.token_hex(4)}"
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
    finally:
        connection.close()
    return {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
