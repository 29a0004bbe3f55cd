"""What changed from one revision to the next, point by point and word by word. Row A2."""

from dataclasses import dataclass, field

from applications.models import Revision
from applications.points import POINTS
from core.differences import Piece, compare, pieces


@dataclass(frozen=True)
class Change:
    """One answer that is different now."""

    point: str
    label: str
    pieces: list[Piece] = field(default_factory=list)


def between(before: Revision, after: Revision) -> list[Change]:
    """The answers of `after` that differ from those of `before`, in the order of the points."""
    changes = []
    for point in POINTS:
        for name in point.fields:
            old, new = shown(before, name), shown(after, name)
            if old != new:
                changes.append(Change(point.key, LABELS[name], compare(old, new)))
        if point.key == "runners":
            were, are = runners_in_words(before), runners_in_words(after)
            if were != are:
                changes.append(Change(point.key, "Who runs it", pieces(were, are, "\n")))
    return changes


LABELS = {
    "platform": "Platform",
    "proposed_name": "Name",
    "handle": "Handle",
    "url": "Web address",
    "aim": "Aim",
    "audience": "Audience",
    "promotion": "Promotion",
    "openness": "Open or closed",
    "openness_reason": "Why",
}


def shown(revision: Revision, name: str) -> str:
    """A field as people read it."""
    if name == "platform":
        return revision.get_platform_display()
    if name == "openness":
        return revision.get_openness_display()
    value: str = getattr(revision, name)
    return value.replace("\r\n", "\n")


def runners_in_words(revision: Revision) -> list[str]:
    """One line for each runner, by name, so that a new lead does not look like two new people."""
    rows = sorted(revision.runners.all(), key=lambda row: (row.person.full_name, row.person_id))
    return [f"{row.person.full_name}, lead" if row.is_lead else row.person.full_name for row in rows]
