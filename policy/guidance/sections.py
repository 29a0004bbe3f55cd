"""A long page in parts, each with a place to jump to."""

import re
from dataclasses import dataclass

_HEADING = re.compile(r"^## (.*)$", re.MULTILINE)
_MARKS = re.compile(r"[*_`\[\]<>\\]")


@dataclass(frozen=True)
class Section:
    """`body` is markdown and holds its own heading, whose plain words are `label`; the opening has none."""

    anchor: str
    label: str
    body: str


def sections(body: str) -> list[Section]:
    """The text before the first second-level heading, where there is any, and one part for each such heading."""
    starts = [
        (found.start(), _MARKS.sub("", found.group(1)).strip(" #") or "Untitled") for found in _HEADING.finditer(body)
    ]
    ends = [start for start, _ in starts[1:]] + [len(body)]
    opening = body[: starts[0][0]] if starts else body
    parts = [Section("", "", opening)] if opening.strip() else []
    for number, ((start, label), end) in enumerate(zip(starts, ends, strict=True), 1):
        parts.append(Section(f"part-{number}", label, body[start:end]))
    return parts
