"""What this room keeps sealed with the vault's key: so that a new key reaches it."""

from typing import Any

from core.crypto.sealed import BinaryColumn, Sealed, Value, register
from incidents.models import Evidence, Pack, PackPart

AT_ONCE = 8  # values of some megabytes each


FILES_AT_ONCE = 2  # an original may have twenty, a copy forty


class _Alone(BinaryColumn):
    """Read without what else its row holds."""

    def _rows(self) -> Any:
        return super()._rows().only("pk", self.kept_in)


def _few(column: BinaryColumn, at_once: int = AT_ONCE) -> Sealed:
    """The column with its values a few at a time, however many are asked for."""

    def left(key_id: str, after: Any, limit: int) -> list[Value]:
        return column.left(key_id, after, min(limit, at_once))

    model = column.model._meta.label_lower
    return register(Sealed(column.name, f"{model}.{column.kept_in}", column.heads, left, column.replace))


PACKS = _few(BinaryColumn("packs made of case files", PackPart, "content", lambda part: part.bound_to()))
PASSPHRASES = BinaryColumn(
    "passphrases of packs", Pack, "passphrase", lambda pack: pack.bound_to("passphrase")
).register()
ORIGINALS = _few(
    _Alone("evidence as it came", Evidence, "original", lambda evidence: evidence.bound_to("original")), FILES_AT_ONCE
)
COPIES = _few(
    _Alone("copies of evidence to look at", Evidence, "copy", lambda evidence: evidence.bound_to("copy")),
    FILES_AT_ONCE,
)
