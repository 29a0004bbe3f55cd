"""What the person at the terminal reads: short lines, at once, also where the output goes to a file."""

import sys
from contextlib import suppress
from typing import TextIO


def say(line: str) -> None:
    _write(sys.stdout, line)


def complain(line: str) -> None:
    _write(sys.stderr, line)


def _write(stream: TextIO, line: str) -> None:
    # Where the terminal is gone, or the disk of the log is full, the portal itself runs on.
    with suppress(OSError):
        stream.write(f"{line}\n")
        stream.flush()
