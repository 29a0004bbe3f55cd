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
    found = list(_HEADING.finditer(body))
    ends = [one.start() for one in found[1:]] + [len(body)]
    opening = body[: found[0].start()] if found else body
    parts = [Section("", "", opening)] if opening.strip() else []
    for number, (heading, end) in enumerate(zip(found, ends, strict=False), 1):
        label = _MARKS.sub("", heading.group(1)).strip(" #") or "Untitled"
        parts.append(Section(f"part-{number}", label, body[heading.start() : end]))
    return parts
