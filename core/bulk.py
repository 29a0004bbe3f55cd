"""Many rows into one table with one statement, as one JSON text: the quickest way that both databases know.

A statement of the usual kind carries a parameter for each value. PostgreSQL reads those more slowly than it stores
them, and SQLite takes so few that it needs a statement for every dozen rows.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper

_WORDS = (models.CharField, models.TextField)  # never cast: a cast to varchar(n) would cut off what is too long


def insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    fixed: Mapping[str, Any] | None = None,
    returning: Sequence[str] = (),
    skip_conflicts: bool = False,
) -> list[tuple[Any, ...]]:
    """Store `rows`, each the values of the fields `names` (attnames). `fixed` are values that all of them share.

    What neither names has its field's default. With `skip_conflicts` a row that breaks a unique constraint is left
    out. Returns the values of the fields `returning`, in no promised order, as the database has them (they suit
    numbers and texts). A value may be text, a number, a truth value, a date, an aware time, a list or dict, or None.
    """
    listed = list(rows)
    if not listed:
        return []
    connection = connections[router.db_for_write(model)]
    shared = dict(fixed or {})
    sql, defaults = _statement(
        model, tuple(names), tuple(shared), tuple(returning), skip_conflicts, connection.vendor, connection.alias
    )
    constants = [
        field.get_db_prep_save(shared.get(field.attname, field.get_default()), connection) for field in defaults
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*constants, json.dumps(listed, ensure_ascii=False, default=_plain)])
        return list(cursor.fetchall()) if returning else []


@lru_cache(maxsize=64)
def _statement(
    model: type[models.Model],
    names: tuple[str, ...],
    shared: tuple[str, ...],
    returning: tuple[str, ...],
    skip_conflicts: bool,
    vendor: str,
    alias: str,
) -> tuple[str, list[Any]]:
    """The statement, and the fields whose values are the same for all rows, in the order of its parameters."""
    connection = connections[alias]
    quote = connection.ops.quote_name
    fields_of_model = {field.attname: field for field in model._meta.concrete_fields}
    fields = {
        name: field
        for name, field in fields_of_model.items()
        if not field.generated and (not isinstance(field, models.AutoField) or name in names)
    }
    unknown = {*names, *shared} - set(fields)
    if unknown:
        raise LookupError(f"{model.__name__} has no columns to write called {sorted(unknown)}")
    same = [field for name, field in fields.items() if name not in names]
    columns = ", ".join(quote(str(field.column)) for field in [*same, *(fields[name] for name in names)])
    picked = [
        *(_cast("%s", field, connection) for field in same),
        *(_cast(_element(at, vendor), fields[name], connection) for at, name in enumerate(names)),
    ]
    source = "jsonb_array_elements(%s::jsonb) v" if vendor == "postgresql" else "json_each(%s) v"
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) SELECT {', '.join(picked)} FROM {source} WHERE true"  # noqa: S608  names of our own fields
    if skip_conflicts:
        sql += " ON CONFLICT DO NOTHING"
    if returning:
        sql += f" RETURNING {', '.join(quote(str(fields_of_model[name].column)) for name in returning)}"
    return sql, same


def _element(at: int, vendor: str) -> str:
    return f"(v.value ->> {at})" if vendor == "postgresql" else f"json_extract(v.value, '$[{at}]')"


def _cast(sql: str, field: Any, connection: BaseDatabaseWrapper) -> str:
    if connection.vendor != "postgresql" or isinstance(field, _WORDS):
        return sql
    return f"{sql}::{field.db_type(connection)}"


def _plain(value: object) -> str:
    """A time as both databases take it: in UTC, which is the time zone of our connections."""
    if isinstance(value, datetime):
        return str((value if value.tzinfo is UTC else value.astimezone(UTC)).replace(tzinfo=None))
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A {type(value).__name__} cannot be stored this way.")
