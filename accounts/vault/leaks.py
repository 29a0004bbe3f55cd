"""A list of passwords that have leaked, kept beside the portal and asked without any network.

It is a text file with the SHA-1 of one password on each line, in capitals and sorted, each followed by a colon and a
count, as such lists are published. LEAKED_PASSWORDS_FILE names it; without it nobody can look.
"""

import hashlib
import logging
import os
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

logger = logging.getLogger(__name__)
DIGEST = 40  # characters of a SHA-1 in hexadecimal


def at_hand() -> bool:
    return bool(settings.LEAKED_PASSWORDS_FILE)


@sensitive_variables("secret", "wanted")
def holds(secret: str) -> bool | None:
    """Whether the list holds `secret`; None where there is no list, or it cannot be read."""
    if not at_hand():
        return None
    wanted = hashlib.sha1(secret.encode(), usedforsecurity=False).hexdigest().upper().encode()
    try:
        with Path(settings.LEAKED_PASSWORDS_FILE).open("rb") as file:
            return _found(file, wanted)
    except OSError as error:
        logger.warning("the list of leaked passwords cannot be read (%s)", type(error).__name__)
        return None


def _found(file: BinaryIO, wanted: bytes) -> bool:
    """Halve the file until the line is found: some thirty short reads in a list of forty gigabytes."""
    low, high = 0, os.fstat(file.fileno()).st_size
    while low < high:  # a line that begins at or after `low`, and before `high`, may be it
        middle = (low + high) // 2
        start = _line_start(file, middle)
        file.seek(start)
        line = file.readline(200)
        digest = line[:DIGEST].upper()
        if digest == wanted:
            return True
        if digest < wanted:
            low = max(start + len(line), middle + 1)
        else:
            high = start
    return False


def _line_start(file: BinaryIO, place: int) -> int:
    """Where the line begins that holds the byte at `place`."""
    from_ = max(0, place - 200)
    file.seek(from_)
    before = file.read(place - from_)
    return from_ + before.rfind(b"\n") + 1
