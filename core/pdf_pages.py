"""A process of its own that makes pictures of a PDF's pages. It is started by core/pdfs.py, and knows nothing else.

The PDF comes by standard input. What goes out is the number of pages, and then each picture after its length. Whoever
breaks in by a PDF finds a process without a database, a key or a network name, which ends by itself within seconds.
"""

import contextlib
import io
import resource
import struct
import sys
import time
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

MOST_PAGES = 100
SECONDS = 20  # after which no further page is begun
CPU_SECONDS = 30
MEMORY = 1024 * 1024 * 1024  # bytes
MOST_BYTES = 40 * 1024 * 1024  # of all pictures together
LONGEST_SIDE = 1600  # dots
SHARPEST = 2.0  # dots for each point of the paper
ENCRYPTED, BROKEN, EMPTY = 11, 12, 13  # how it ends where there is nothing to give


def limit_itself() -> None:
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        with contextlib.suppress(ValueError, OSError):  # not every system knows each
            resource.setrlimit(kind, (most, most))


def opened(content: bytes) -> Any:
    try:
        paper = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        sys.exit(ENCRYPTED if "password" in str(error).lower() else BROKEN)
    if len(paper) == 0:
        sys.exit(EMPTY)
    with contextlib.suppress(pypdfium2.PdfiumError):
        paper.init_forms()  # else what was filled in is not seen
    return paper


def picture_of(page: Any) -> bytes:
    width, height = page.get_size()
    scale = min(SHARPEST, LONGEST_SIDE / max(width, height, 1))
    dots = page.render(scale=scale).to_pil().convert("RGB")
    out = io.BytesIO()
    dots.save(out, "JPEG", quality=80)
    return out.getvalue()


def main() -> None:
    limit_itself()
    paper = opened(sys.stdin.buffer.read())
    began, written = time.monotonic(), 0
    sys.stdout.buffer.write(struct.pack(">I", len(paper)))
    for number in range(min(len(paper), MOST_PAGES)):
        try:
            picture = picture_of(paper[number])
        except (pypdfium2.PdfiumError, ValueError):
            sys.exit(BROKEN)
        written += len(picture)
        if written > MOST_BYTES:
            break
        sys.stdout.buffer.write(struct.pack(">I", len(picture)) + picture)
        if time.monotonic() - began > SECONDS:
            break
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
