"""A file on its way in: what it is by its content, and the copy by which it is looked at (I3)."""

import hashlib
from dataclasses import dataclass

from core.pictures import Limits

FIELD = "file"
MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
LIMITS = Limits(LARGEST, 50_000_000, FIELD, "Cut out the part that matters.", with_depth=True)


@dataclass(frozen=True)
class Checked:
    """A file that may be kept. `copies` are JPEGs of what it shows, one for each page, made anew from the dots alone."""

    kind: str
    name: str
    media_type: str
    original: bytes
    copies: list[bytes]
    pages: int
    is_scanned: bool

    @property
    def sha256(self) -> str:
        """Of the original, as it came."""
        return hashlib.sha256(self.original).hexdigest()
