"""What the person at the terminal reads: short lines, at once, also where the output goes to a file."""

import sys


def say(line: str) -> None:
    _write(sys.stdout, line)


def complain(line: str) -> None:
    _write(sys.stderr, line)


def _write(stream: object, line: str) -> None:
    try:
        print(line, file=stream, flush=True)  # type: ignore[call-overload]  # noqa: T201
    except OSError:
        # The terminal is gone, or the disk of the log is full. The portal itself runs on.
        pass
