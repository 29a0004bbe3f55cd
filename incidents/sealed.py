"""What this room keeps sealed with the vault's key: so that a new key reaches it."""

from typing import Any

from core.crypto.sealed import BinaryColumn, Sealed, Value, register
from incidents.models import Pack, PackPart

AT_ONCE = 8  # values of some megabytes each


def _few(column: BinaryColumn) -> Sealed:
    """The column with its values a few at a time, however many are asked for."""

    def left(key_id: str, after: Any, limit: int) -> list[Value]:
        return column.left(key_id, after, min(limit, AT_ONCE))

    model = column.model._meta.label_lower
    return register(Sealed(column.name, f"{model}.{column.kept_in}", column.heads, left, column.replace))


PACKS = _few(BinaryColumn("packs made of case files", PackPart, "content", lambda part: part.bound_to()))
PASSPHRASES = BinaryColumn(
    "passphrases of packs", Pack, "passphrase", lambda pack: pack.bound_to("passphrase")
).register()
