"""The processes' output, one file each, never so large that it fills the disk."""

import shutil
from pathlib import Path
from typing import BinaryIO

LARGEST = 5 * 1024 * 1024  # bytes
KEPT = 3


def open_log(path: Path) -> BinaryIO:
    """Open for appending, older output set aside first where there is much of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    rotate(path)
    return path.open("ab", buffering=0)


def rotate(path: Path) -> None:
    """Copy a large file aside and empty it. Safe while a process writes: it appends, so it goes on at the start."""
    try:
        if path.stat().st_size < LARGEST:
            return
        for number in range(KEPT, 1, -1):
            older = path.with_name(f"{path.name}.{number - 1}")
            if older.exists():
                older.replace(path.with_name(f"{path.name}.{number}"))
        shutil.copyfile(path, path.with_name(f"{path.name}.1"))
        with path.open("r+b") as file:
            file.truncate(0)
    except OSError:
        # A full disk must not take the portal down with it.
        return


def last_line(path: Path) -> str:
    """The last line that says anything, for a message about a process that would not start."""
    try:
        lines = path.read_bytes()[-4000:].decode(errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
