"""A PDF on its way in: refused where it is not one alone, and a copy of pictures by which it is looked at."""

import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from core.errors import InvalidInput

CHILD = Path(__file__).with_name("pdf_pages.py")
SECONDS = 45  # after which the process that reads it is ended, whatever it does
ENCRYPTED, BROKEN, EMPTY = 11, 12, 13  # as pdf_pages.py has them

START, END = b"%PDF-", b"%%EOF"
NOT_READ = "This PDF cannot be read: it is damaged. Print it into a new PDF, and choose that."
LOCKED = "This PDF is locked with a password. Open it, print it into a new PDF without one, and choose that."
CUT = "The end of this PDF is missing. Save it again, and choose it once more."
MORE = "There is something else in this file behind the PDF. Print it into a new PDF, and choose that."
NO_PAGES = "There are no pages in this PDF."
TOO_MUCH = "This PDF takes too much to be drawn. Take pictures of the pages that matter, and choose those."
_WORDS = {ENCRYPTED: LOCKED, BROKEN: NOT_READ, EMPTY: NO_PAGES}


@dataclass(frozen=True)
class Pages:
    """`number` is how many there are; `pictures` are JPEGs of the first of them, all where there are not too many."""

    number: int
    pictures: list[bytes]


def is_pdf(content: bytes) -> bool:
    return content.startswith(START)


def drawn(content: bytes, field: str) -> Pages:
    """The pages of a PDF as pictures. Raises InvalidInput for `field`, with a sentence that says what to do."""
    end = content.rfind(END)
    if end < 0:
        raise InvalidInput(CUT, field)
    if content[end + len(END) :].strip(b"\0\t\r\n "):
        raise InvalidInput(MORE, field)
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD)], input=content, capture_output=True, timeout=SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired:
        raise InvalidInput(TOO_MUCH, field) from None
    if done.returncode:
        raise InvalidInput(_WORDS.get(done.returncode, TOO_MUCH), field)
    number, pictures = _taken_apart(done.stdout)
    if not pictures:
        raise InvalidInput(TOO_MUCH, field)
    return Pages(number, pictures)


def _taken_apart(given: bytes) -> tuple[int, list[bytes]]:
    (number,) = struct.unpack_from(">I", given)
    pictures, at = [], 4
    while at + 4 <= len(given):
        (length,) = struct.unpack_from(">I", given, at)
        pictures.append(given[at + 4 : at + 4 + length])
        at += 4 + length
    return number, pictures
