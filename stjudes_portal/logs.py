"""Nothing that a person typed may reach a log or an error report."""

import logging
from collections.abc import ItemsView, Iterator
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class NoSecrets(logging.Filter):
    """Drop what a record carries beside its message: the request with its body and cookies."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.__dict__.pop("request", None)
        return True


class Line(logging.Formatter):
    """A line without what a database quotes: its errors go on with the whole row at fault, and what people wrote."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        error = record.exc_info[1] if record.exc_info else None
        for one in _with_causes(error):
            words = str(one)
            first, _, more = words.partition("\n")
            is_of_database = isinstance(one, DatabaseError) or type(one).__module__.startswith("psycopg")
            if is_of_database and more:
                line = line.replace(words, first).replace(repr(one), f"{type(one).__name__}({first!r})")
        return line


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those that it came from, each once."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__]


class NothingFromTheRequest(SafeExceptionReporterFilter):
    """An error report names the place, never the values."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> ItemsView[str, Any]:
        return dict[str, Any]().items()
