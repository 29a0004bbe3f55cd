"""What is different between two editions of a page, in the words of each."""

from dataclasses import dataclass

from core.differences import Piece, compare
from policy.guidance.models import GuidanceEdition

LABELS = {"title": "Title", "summary": "In one sentence", "body_markdown": "Text"}


@dataclass(frozen=True)
class Change:
    label: str
    pieces: list[Piece]


def between(before: GuidanceEdition, after: GuidanceEdition) -> list[Change]:
    """The parts of `after` that differ from those of `before`."""
    return [
        Change(label, compare(old, new))
        for name, label in LABELS.items()
        if (old := getattr(before, name)) != (new := getattr(after, name))
    ]
