"""No Python file of ours may grow past 400 lines: a room that does becomes a package. Names those that have."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

MOST = 400
ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = {"var", "node_modules", "migrations", "__pycache__"}


def python_files(root: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in NOT_OURS and not name.startswith(".")]
        yield from (Path(folder) / name for name in files if name.endswith(".py"))


def too_long(root: Path) -> dict[str, int]:
    """The files of more than MOST lines under `root`, each with its number of lines."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(root)}
    return {str(path.relative_to(root)): length for path, length in lengths.items() if length > MOST}


if __name__ == "__main__":
    found = too_long(ROOT)
    for name, length in sorted(found.items()):
        sys.stdout.write(f"{name} has {length} lines; {MOST} is the most.\n")
    sys.exit(bool(found))
