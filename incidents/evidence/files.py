"""A file on its way in: what it is by its content, and the copy by which it is looked at (I3)."""

import hashlib
import threading
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile

from core import pdfs, pictures, uploads
from core.errors import InvalidInput
from core.pictures import Limits
from incidents.evidence.scanning import scan
from incidents.states import EvidenceKind

FIELD = "file"
AT_ONCE = 2  # files looked at by one process: each may take a gigabyte of memory, and all of a processor
PATIENCE = 30  # seconds, until it is this one's turn
_turns = threading.BoundedSemaphore(AT_ONCE)
LARGEST = uploads.LARGEST  # bytes
LIMITS = Limits(LARGEST, 50_000_000, FIELD, "Cut out the part that matters.", with_depth=True)
LONGEST_NAME = 150
MOST_COUNTED = 32_767  # pages: what the column holds

TOO_LARGE = "This file is larger than 20 MB. Cut out the part that matters, or save the PDF in parts."
EMPTY = "There is nothing in this file. Save it again, and choose it once more."
BUSY = "The portal is busy with other files. Try again in a minute, or send your words without the file."
CUT = "The file did not arrive whole. Choose it once more."
NOT_TAKEN = (
    "This is neither a picture nor a PDF that can be read, whatever it is called. Give a PNG, JPEG or WebP picture, or "
    "save it as a PDF."
)
APPLE = "This picture is of a kind (HEIC) that cannot be kept. Take a screenshot of it, and choose that."


@dataclass(frozen=True)
class Checked:
    """A file that may be kept. `copies` are JPEGs of what it shows, a page each, made anew from the dots alone."""

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


def checked(upload: "UploadedFile[bytes]", field: str = FIELD) -> Checked:
    """What was uploaded, if it may be kept. It may take some seconds: never call it within a verb.

    Raises InvalidInput for `field`, with a sentence that says what to do.
    """
    if upload.size is None or upload.size > LARGEST:
        raise InvalidInput(TOO_LARGE, field)
    if not _turns.acquire(timeout=PATIENCE):
        raise InvalidInput(BUSY, field)
    try:
        return _checked(upload.read(), label_of(upload.name or ""))
    except InvalidInput as refusal:
        raise InvalidInput(refusal.reason, field) from None
    finally:
        _turns.release()


def _checked(content: bytes, name: str) -> Checked:
    if not content:
        raise InvalidInput(EMPTY)
    media_type = pictures.kind_of(content)
    if not media_type and not pdfs.is_pdf(content):
        raise InvalidInput(APPLE if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1") else NOT_TAKEN)
    is_scanned = scan(content, FIELD)
    if media_type:
        picture = pictures.checked(content, LIMITS)
        return Checked(EvidenceKind.PICTURE, name, media_type, content, [picture.copy], 1, is_scanned)
    drawn = pdfs.drawn(content, FIELD)
    number = min(drawn.number, MOST_COUNTED)
    return Checked(EvidenceKind.PDF, name, "application/pdf", content, drawn.pictures, number, is_scanned)


def label_of(name: str) -> str:
    """What it was called, for people to read alone: without a place, control characters or turned-round letters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(character for character in last if character.isprintable()).strip(" .")
    return plain[-LONGEST_NAME:] or "file"
