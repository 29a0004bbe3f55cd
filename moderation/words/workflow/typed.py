"""What somebody typed, trimmed, or why it cannot be used."""

from core.errors import InvalidInput
from moderation.words.templates import blanks_left


def words(text: str, field: str, *, missing: str, longest: int) -> str:
    """Raises InvalidInput where there are none, or more than `longest` characters."""
    found = text.replace("\r\n", "\n").strip()
    if not found:
        raise InvalidInput(missing, field)
    if len(found) > longest:
        raise InvalidInput(f"Use at most {longest:,} letters.", field)
    return found


def without_blanks(text: str, field: str) -> str:
    """Raises InvalidInput, naming them, where blanks of a template are left in what goes out."""
    left = blanks_left(text)
    if left:
        raise InvalidInput(f"Fill in what is still open: {', '.join(left)}.", field)
    return text
