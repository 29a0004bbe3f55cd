"""Pages of a long list by where the last one ended, so that a row which arrives meanwhile moves nothing.

    paginator = KeysetPaginator(items, ("-received_at", "-pk"), per_page=25)
    page = paginator.page(request.GET.get("cursor"))

`page` iterates over its rows; `components/pagination.html` draws the links.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value

M = TypeVar("M", bound=Model)

FORWARD, BACK = "f", "b"


class Page(Generic[M]):
    """Some rows in the list's own order, and the cursors of the pages before and after (None: there is none)."""

    def __init__(self, rows: list[M], previous_cursor: str | None, next_cursor: str | None) -> None:
        self.rows = self.object_list = rows
        self.previous_cursor = previous_cursor
        self.next_cursor = next_cursor

    def __iter__(self) -> Iterator[M]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> M:
        return self.rows[index]

    @property
    def has_previous(self) -> bool:
        return self.previous_cursor is not None

    @property
    def has_next(self) -> bool:
        return self.next_cursor is not None


class KeysetPaginator(Generic[M]):
    """`ordering` names columns or annotations that are never null; the last one is unique (`pk`)."""

    def __init__(self, queryset: "QuerySet[M]", ordering: Sequence[str], per_page: int = 25) -> None:
        if not ordering or per_page < 1:
            raise ValueError("A list needs an order, and a page at least one row.")
        self.queryset = queryset
        self.ordering = tuple(ordering)
        self.per_page = per_page
        self.names = [name.lstrip("-") for name in self.ordering]
        # A cursor of one list, or of one order, means nothing to another.
        self._salt = f"keyset:{queryset.model._meta.label_lower}:{','.join(self.ordering)}"

    def page(self, cursor: str | None = None) -> Page[M]:
        """The page that `cursor` leads to; the first one without a cursor, or with one that was tampered with."""
        direction, values = self._read(cursor)
        back = direction == BACK
        query = self.queryset.order_by(*(self._turned() if back else self.ordering))
        if values is not None:
            # PostgreSQL expects few rows beyond a place, whatever there are: with the rows of other tables joined to
            # them it would sort them all. Alone, their keys come out of the index in order, and it stops in time.
            keys = query.filter(self._beyond(values, back=back)).values("pk")[: self.per_page + 1]
            query = query.filter(pk__in=keys)
        rows = list(query[: self.per_page + 1])
        more = len(rows) > self.per_page
        rows = rows[: self.per_page]
        if back:
            rows.reverse()
        if not rows:
            return self.page() if values is not None else Page([], None, None)
        before = more if back else values is not None
        after = True if back else more
        return Page(
            rows,
            self._write(BACK, rows[0]) if before else None,
            self._write(FORWARD, rows[-1]) if after else None,
        )

    def _turned(self) -> list[str]:
        return [name[1:] if name.startswith("-") else f"-{name}" for name in self.ordering]

    def _beyond(self, values: list[Any], *, back: bool) -> "Q | Func":
        downwards = {name.startswith("-") != back for name in self.ordering}
        if len(downwards) > 1:
            return self._after(values, back=back)
        # All columns go the same way: the rows are compared whole, so that an index leads straight to the place.
        columns, given = (F(name) for name in self.names), (Value(value) for value in values)
        return _Compared(*columns, *given, sign="<" if downwards.pop() else ">")

    def _after(self, values: list[Any], *, back: bool) -> Q:
        """Rows beyond `values`: later in the first column, or equal there and later in the second, and so on."""
        beyond, equal = Q(), Q()
        for name, column, value in zip(self.ordering, self.names, values, strict=True):
            downwards = name.startswith("-") != back
            beyond |= equal & Q(**{f"{column}__{'lt' if downwards else 'gt'}": value})
            equal &= Q(**{column: value})
        return beyond

    def _write(self, direction: str, row: M) -> str:
        return signing.dumps([direction, *(_pack(getattr(row, name)) for name in self.names)], salt=self._salt)

    def _read(self, cursor: str | None) -> tuple[str, list[Any] | None]:
        if not cursor:
            return FORWARD, None
        try:
            direction, *packed = signing.loads(cursor, salt=self._salt)
        except (signing.BadSignature, ValueError):
            return FORWARD, None
        return direction, [_unpack(value) for value in packed]


class _Compared(Func):
    """(a, b, c) > (1, 2, 3), as both databases understand it."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, Any]:
        parts = [compiler.compile(part) for part in self.get_source_expressions()]
        half = len(parts) // 2
        columns, values = (", ".join(sql for sql, _ in side) for side in (parts[:half], parts[half:]))
        return f"({columns}) {self.extra['sign']} ({values})", [param for _, params in parts for param in params]


def _pack(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if value is None or not isinstance(value, (int, str, float)):
        raise TypeError(f"A list cannot be paged by {value!r}.")
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
    return value
