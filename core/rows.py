"""Reading one row by its key: to hold it until the transaction ends, as nearly every verb does first, or as it is.

The statement and what turns its columns into values are made once. For a comment with sixty columns that takes longer
than the database takes to find and hold the row.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import connections, models, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

M = TypeVar("M", bound=models.Model)


class _Part(NamedTuple):
    """The columns of one table: of the row itself (`name` is empty), or of one that it points to by field `name`.

    `key` is the place of its key among them; `converters` stand by the places of the values that need some.
    """

    name: str
    model: type[models.Model]
    names: list[str]
    key: int
    converters: list[tuple[int, Any, list[Callable[..., Any]]]]


def held(model: type[M], pk: Any, related: Sequence[str] = ()) -> M | None:
    """The row, read and held, and with it the rows that it points to by `related`, not held. None where it is gone.

    Only its key stays free. PostgreSQL looks at the commit, with the chain's head held already, for the rows that
    new ones point to: it must not wait there for somebody who holds such a row and waits for the head.
    """
    connection = connections[router.db_for_write(model)]
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A row is held within a transaction.")
    return _read(model, pk, tuple(related), connection, hold=True)


def by_key(model: type[M], pk: Any) -> M | None:
    """The row as it is now, or None."""
    return _read(model, pk, (), connections[router.db_for_read(model)], hold=False)


def _read(
    model: type[M], pk: Any, related: tuple[str, ...], connection: BaseDatabaseWrapper, *, hold: bool
) -> M | None:
    sql, parts = _statement(model, related, connection.alias, hold)
    with connection.cursor() as cursor:
        cursor.execute(sql, [model._meta.pk.get_db_prep_value(pk, connection)])
        row = cursor.fetchone()
    if row is None:
        return None
    found: Any = None
    start = 0
    for part in parts:
        values = list(row[start : start + len(part.names)])
        start += len(part.names)
        if not part.name:
            found = _made(part, values, connection)
        else:
            setattr(found, part.name, None if values[part.key] is None else _made(part, values, connection))
    made: M = found
    return made


def _made(part: _Part, values: list[Any], connection: BaseDatabaseWrapper) -> models.Model:
    for at, column, converters in part.converters:
        for convert in converters:
            values[at] = convert(values[at], column, connection)
    return part.model.from_db(connection.alias, part.names, values)


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], related: tuple[str, ...], alias: str, hold: bool) -> tuple[str, list[_Part]]:
    connection = connections[alias]
    quote: Callable[[Any], str] = connection.ops.quote_name
    columns: list[str] = []
    joins: list[str] = []
    parts: list[_Part] = []
    for at, name in enumerate(("", *related)):
        field: Any = model._meta.get_field(name) if name else None
        of = field.related_model if name else model
        if name:
            key = f"t{at}.{quote(of._meta.pk.column)}"
            joins.append(f" LEFT JOIN {quote(of._meta.db_table)} t{at} ON {key} = t0.{quote(field.column)}")
        fields = of._meta.concrete_fields
        columns += [f"t{at}.{quote(each.column)}" for each in fields]
        names = [each.attname for each in fields]
        parts.append(_Part(name, of, names, fields.index(of._meta.pk), _converters(fields, connection)))
    key = f"t0.{quote(model._meta.pk.column)}"
    held = " FOR NO KEY UPDATE OF t0" if hold and connection.features.has_select_for_no_key_update else ""
    table = quote(model._meta.db_table)
    return f"SELECT {', '.join(columns)} FROM {table} t0{''.join(joins)} WHERE {key} = %s{held}", parts  # noqa: S608


def _converters(
    fields: Sequence[Any], connection: BaseDatabaseWrapper
) -> list[tuple[int, Any, list[Callable[..., Any]]]]:
    found = []
    for at, field in enumerate(fields):
        column = field.cached_col
        converters = [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]
        if converters:
            found.append((at, column, converters))
    return found
