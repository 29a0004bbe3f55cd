"""What our test runs need of pytest: nothing skipped unseen, servers for those who ask, only the database's tests."""

import gc
import os
import secrets
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import psycopg2
import pytest

from tests import migrated as tables
from tests import servers

ALL_REQUIRED = os.environ.get("PORTAL_REQUIRE_ALL", "") not in ("", "0")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--touching-database", action="store_true", help="run only tests that use the database", default=False
    )


# The files that take longest: begun first, none of them is waited for at the end.
LONG_FILES = (
    *("test_run.py", "test_journey.py", "test_incident_leaks.py", "test_access.py", "test_handover.py"),
    *("test_marker.py", "test_packs_killed.py", "test_backup.py", "test_sweep_killed.py", "test_desk.py"),
    *("test_garbage.py", "test_stored_script.py", "test_incident_pages.py", "test_becoming_ready.py"),
    *("test_rekey_killed.py", "test_import_killed.py", "test_incidents.py"),
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG_FILES.index(item.path.name) if item.path.name in LONG_FILES else len(LONG_FILES))
    chosen = list(items)
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        chosen = [item for item in chosen if item.get_closest_marker("postgresql") is None]
    if config.getoption("--touching-database"):
        chosen = [item for item in chosen if _uses_database(item)]
    kept = set(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = chosen


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays: the collector need not look at it again and again (a seventh of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


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


@pytest.fixture(scope="session")
def migrated(throwaway: Callable[[str], str]) -> Callable[[], str]:
    """`migrated()`: the address of a PostgreSQL database with all tables and no rows, to be copied: that is quick."""
    made: list[str] = []

    def make() -> str:
        if not made:
            url = f"{throwaway('postgresql').rpartition('/')[0]}/migrated"
            _on_server(url, "CREATE DATABASE migrated")
            tables.fill(url)
            made.append(url)
        return made[0]

    return make


def _on_server(url: str, statement: str) -> None:
    connection = psycopg2.connect(f"{url.rpartition('/')[0]}/portal")
    try:
        connection.autocommit = True
        connection.cursor().execute(statement)
    finally:
        connection.close()


@pytest.fixture(scope="session")
def own_database(migrated: Callable[[], str]) -> Callable[..., str]:
    """`own_database()`: the address of a PostgreSQL database with all tables; `own_database(empty=True)` without."""

    def make(*, empty: bool = False) -> str:
        url, name = migrated(), f"own_{secrets.token_hex(4)}"
        _on_server(url, f"CREATE DATABASE {name}" if empty else f"CREATE DATABASE {name} TEMPLATE migrated")
        return f"{url.rpartition('/')[0]}/{name}"

    return make


@pytest.fixture
def database(request: pytest.FixtureRequest, own_database: Callable[..., str], tmp_path: Path) -> dict[str, str]:
    """The settings of a database of its own, of the kind that the test is parametrized with (indirect).

    It has its tables already: on SQLite in the folder `var` of the test.
    """
    if request.param == "sqlite":
        tables.copy_to(tmp_path / "var")
        return {}
    return {"DATABASE_URL": own_database()}
