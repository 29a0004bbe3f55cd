"""Everything that the vault's key closes, wherever it is kept. Each room registers its own columns.

Closing everything with a new key, and saying how much the old one still closes, walk this list: a sealed column that
is not on it would be lost with the old key, so a test compares it with the tables.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BinaryField, Count
from django.db.models.functions import Substr

from core.crypto import cipher


@dataclass(frozen=True)
class Value:
    """One sealed value: the primary key of its row, and what it is bound to."""

    pk: Any
    sealed: bytes
    bound_to: cipher.Bound


@dataclass(frozen=True)
class Sealed:
    """One column of sealed values. `count` is how many each key closes, by the values' own heads.

    `left(key_id, after, limit)` gives those that another key than `key_id` closed, by primary key, after `after`.
    `replace(value, sealed)` puts another sealing in place unless the row has changed meanwhile: then it is False.
    """

    name: str
    column: str  # "app.model.field"
    count: Callable[[], Counter[str]]
    left: Callable[[str, Any, int], list[Value]]
    replace: Callable[[Value, bytes], bool]


_registered: dict[str, Sealed] = {}


def register(sealed: Sealed) -> Sealed:
    """Put a column on the list."""
    _registered[sealed.column] = sealed
    return sealed


def everything() -> list[Sealed]:
    return list(_registered.values())


def counts() -> dict[str, Counter[str]]:
    """For each column's name, how many values each key closes, by their own heads."""
    return {one.name: one.count() for one in everything()}


def by_key() -> Counter[str]:
    """How many values each key closes, in all."""
    return sum(counts().values(), Counter())


@dataclass(frozen=True)
class BinaryColumn:
    """A `BinaryField` of a model. `bound_to` is asked of a row; `also` gives columns that change with it."""

    name: str
    model: type[models.Model]
    kept_in: str  # the field's name
    bound_to: Callable[[Any], cipher.Bound]
    also: Callable[[bytes], dict[str, Any]] = lambda sealed: {}

    def registered(self) -> Sealed:
        column = f"{self.model._meta.label_lower}.{self.kept_in}"
        return register(Sealed(self.name, column, self.count, self.left, self.replace))

    def count(self) -> Counter[str]:
        heads = self._rows().values("head").annotate(number=Count("pk")).order_by()
        found: Counter[str] = Counter()
        for row in heads:
            found[cipher.key_id_of(row["head"])] += row["number"]
        return found

    def left(self, key_id: str, after: Any, limit: int) -> list[Value]:
        rows = self._rows().exclude(head__in=_heads(key_id)).order_by("pk")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        return [Value(row.pk, bytes(getattr(row, self.kept_in)), self.bound_to(row)) for row in rows[:limit]]

    def replace(self, value: Value, sealed: bytes) -> bool:
        same = self.model._base_manager.filter(pk=value.pk, **{self.kept_in: value.sealed})
        return bool(same.update(**{self.kept_in: sealed}, **self.also(sealed)))

    def _rows(self) -> Any:
        head = Substr(self.kept_in, 1, cipher.HEAD, output_field=BinaryField())
        return self.model._base_manager.exclude(**{self.kept_in: None}).annotate(head=head)


def _heads(key_id: str) -> Iterable[bytes]:
    """How a value of the newest format starts that this key closed. Older formats count as left."""
    return [cipher.FORMAT_2 + key_id.encode("ascii", errors="replace")]
