"""Which of the room's large tables a piece of work reads from end to end, as the database itself says."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection

LARGE = (
    *("incidents_entry", "incidents_evidence", "incidents_custody", "incidents_involvement", "incidents_incident"),
    *("incidents_incidentclock", "incidents_assessment", "incidents_task", "notifications_notification", "audit_event"),
)
# "SCAN x USING COVERING INDEX" goes through all of an index: for the large tables that is as long a way.
SCANS = {"postgresql": re.compile(r"Seq Scan on (\w+)"), "sqlite": re.compile(r"SCAN (\w+)")}
EXPLAIN = {"postgresql": "EXPLAIN", "sqlite": "EXPLAIN QUERY PLAN"}


def asked(work: Callable[[], object]) -> list[tuple[str, Any]]:
    """The questions that `work` asks of the database."""
    found: list[tuple[str, Any]] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            found.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return found


def read_whole(questions: list[tuple[str, Any]]) -> dict[str, list[str]]:
    """By large table that is read from end to end: the questions that do so."""
    found: dict[str, list[str]] = {}
    for sql, params in questions:
        for table in _scanned(sql, params):
            found.setdefault(table, []).append(sql)
    return found


def _scanned(sql: str, params: Any) -> set[str]:
    called = {name: name for name in LARGE}
    # SQLite tells the short names alone. One that stands for several tables of a question says nothing.
    short: dict[str, set[str]] = {}
    for name, alias in re.findall(r'"(\w+)" ([TUVW]\d+)\b', sql):
        short.setdefault(alias, set()).add(name)
    called |= {alias: names.pop() for alias, names in short.items() if len(names) == 1 and names <= {*LARGE}}
    with connection.cursor() as cursor:
        cursor.execute(f"{EXPLAIN[connection.vendor]} {sql}", params)
        lines = [str(row[-1]) for row in cursor.fetchall()]
    return {called[name] for line in lines for name in SCANS[connection.vendor].findall(line) if name in called}
