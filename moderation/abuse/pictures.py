"""A screenshot on its way in: called like one, and a picture by what is in it."""

from core.errors import InvalidInput
from core.pictures import COPY_PIXELS, CUT, MORE, NO_PICTURE, PNG, SEVERAL, Limits, Picture, unpacked
from core.pictures import checked as picture_in

__all__ = ["COPY_PIXELS", "CUT", "MORE", "NO_PICTURE", "PNG", "SEVERAL", "Picture", "checked", "unpacked"]

LARGEST = 5 * 1024 * 1024  # bytes
ENDINGS = (".png", ".jpg", ".jpeg", ".webp")
FIELD = "screenshot"
LIMITS = Limits(LARGEST, 40_000_000, FIELD, "Cut out the part with the comment.")

TOO_LARGE, TOO_MANY = LIMITS.too_large, LIMITS.too_many
NAME = "The file has an unusual name. Rename it to something like screenshot.png, and choose it again."


def checked(content: bytes, name: str) -> Picture:
    """The picture in a file called `name`. Raises InvalidInput with a sentence that says what to do."""
    if len(content) > LARGEST:
        raise InvalidInput(TOO_LARGE, FIELD)
    if not _is_plain(name):
        raise InvalidInput(NAME, FIELD)
    return picture_in(content, LIMITS)


def _is_plain(name: str) -> bool:
    """One ending, which is a picture's; nothing that another program could take for a place or a command."""
    plain = bool(name) and len(name) <= 150 and name.isprintable() and not set(name) & set('<>:"/\\|?*%;`$')
    parts = name.lower().rsplit(".", 2)
    hidden = len(parts) == 3 and parts[1] in ("htm", "html", "svg", "js", "php", "exe", "xml", "zip", "pdf")
    return plain and name.lower().endswith(ENDINGS) and not hidden and not name.startswith(".")
