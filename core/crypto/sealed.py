"""Everything that the vault's key closes, wherever it is kept. Each room registers its own columns in its `sealed.py`.

Closing everything with a new key, and saying how much the old one still closes, walk this list: a sealed column that
is not on it would be lost with the old key, so a test compares it with the tables.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BinaryField, Count
from django.db.models.functions import Substr
from django.utils.module_loading import autodiscover_modules

from core.crypto import cipher


@dataclass(frozen=True)
class Value:
    """One sealed value: the primary key of its row, and what it is bound to."""

    pk: Any
    sealed: bytes
    bound_to: cipher.Bound


@dataclass(frozen=True)
class Sealed:
    """One column of sealed values. `heads` is how many values start with which cipher.HEAD bytes: format and key.

    `left(key_id, after, limit)` gives those that another key than `key_id` closed, by primary key, after `after`.
    `replace(value, sealed)` puts another sealing in place unless the row has changed meanwhile: then it is False.
    """

    name: str
    column: str  # "app.model.field"
    heads: Callable[[], Counter[bytes]]
    left: Callable[[str, Any, int], list[Value]]
    replace: Callable[[Value, bytes], bool]


_registered: dict[str, Sealed] = {}


def register(sealed: Sealed) -> Sealed:
    """Put a column on the list."""
    _registered[sealed.column] = sealed
    return sealed


def everything() -> list[Sealed]:
    """The columns of every room. Loads the rooms' `sealed.py` where nobody has yet."""
    autodiscover_modules("sealed")
    return list(_registered.values())


def heads() -> Counter[bytes]:
    """How all values start, as they say themselves."""
    return sum((one.heads() for one in everything()), Counter())


def by_key(found: Counter[bytes]) -> Counter[str]:
    """How many values each key closes."""
    keys: Counter[str] = Counter()
    for head, number in found.items():
        keys[cipher.key_id_of(head)] += number
    return keys


def left_of(found: Counter[bytes], key_id: str) -> int:
    """How many are not closed by this key in the newest format."""
    return found.total() - found[newest_head(key_id)]


def newest_head(key_id: str) -> bytes:
    return cipher.FORMAT_2 + key_id.encode("ascii", errors="replace")


@dataclass(frozen=True)
class BinaryColumn:
    """A `BinaryField` of a model. `bound_to` is asked of a row; `also` gives columns that change with it."""

    name: str
    model: type[models.Model]
    kept_in: str  # the field's name
    bound_to: Callable[[Any], cipher.Bound]
    also: Callable[[bytes], dict[str, Any]] = lambda sealed: {}

    def register(self) -> Sealed:
        column = f"{self.model._meta.label_lower}.{self.kept_in}"
        return register(Sealed(self.name, column, self.heads, self.left, self.replace))

    def heads(self) -> Counter[bytes]:
        rows = self._rows().values("head").annotate(number=Count("pk")).order_by()
        return Counter({bytes(row["head"]): row["number"] for row in rows})

    def left(self, key_id: str, after: Any, limit: int) -> list[Value]:
        rows = self._rows().exclude(head=newest_head(key_id)).order_by("pk")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        return [Value(row.pk, bytes(getattr(row, self.kept_in)), self.bound_to(row)) for row in rows[:limit]]

    def replace(self, value: Value, sealed: bytes) -> bool:
        same = self.model._base_manager.filter(pk=value.pk, **{self.kept_in: value.sealed})
        return bool(same.update(**{self.kept_in: sealed}, **self.also(sealed)))

    def _rows(self) -> Any:
        head = Substr(self.kept_in, 1, cipher.HEAD, output_field=BinaryField())
        return self.model._base_manager.exclude(**{self.kept_in: None}).annotate(head=head)
