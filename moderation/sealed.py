"""What this room keeps sealed with the vault's key: so that a new key reaches it."""

from typing import Any

from core.crypto.sealed import BinaryColumn, Sealed, Value, register
from moderation.models import Evidence, Withheld

AT_ONCE = 8  # a screenshot may have ten megabytes


def _left(key_id: str, after: Any, limit: int) -> list[Value]:
    return _PICTURES.left(key_id, after, min(limit, AT_ONCE))


_PICTURES = BinaryColumn("screenshots of what was removed", Evidence, "screenshot", lambda evidence: evidence.bound_to)
SCREENSHOTS = register(
    Sealed(_PICTURES.name, "moderation.evidence.screenshot", _PICTURES.heads, _left, _PICTURES.replace)
)
WITHHELD = BinaryColumn(
    "words that may show a child", Withheld, "sealed", lambda withheld: withheld.bound_to
).register()
