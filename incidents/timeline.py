"""The lines of a case file as its page shows them, newest first: what was corrected stands with what is right."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q

from core.pagination import KeysetPaginator, Page
from incidents.models import Entry, Incident
from incidents.states import TOLD, EntryKind, Part
from people.models import User

PER_PAGE = 300
ONE_MINUTE = timedelta(minutes=1)
SHOWN = 5  # of the newest; the others are folded below them, and print

ICONS = {
    EntryKind.NOTE: "pencil",
    EntryKind.CONTACT: "phone",
    EntryKind.DECISION: "gavel",
    EntryKind.ASSESSMENT: "clipboard-check",
    EntryKind.STATE: "circle-dot",
    EntryKind.CORRECTION: "pencil-line",
}
OPEN_WORDS = {Part.REPORTER: "the reporter", Part.TARGET: "those affected", Part.WITNESS: "witnesses"}


@dataclass(frozen=True)
class Line:
    """`right` is the line that took its place, where it was corrected."""

    entry: Entry
    icon: str
    tone: str
    label: str
    right: Entry | None
    open_to: list[str]
    is_new: bool = False

    @property
    def happened_before(self) -> bool:
        """Whether it happened earlier than it was written, by a minute or more."""
        return self.entry.happened_at is not None and self.entry.at - self.entry.happened_at >= ONE_MINUTE

    @property
    def may_be_corrected(self) -> bool:
        return self.right is None and self.entry.kind != EntryKind.STATE


def line_of(entry: Entry, reader: User, since: datetime | None) -> Line:
    kind = EntryKind(entry.kind)
    corrections = list(entry.corrections.all())
    return Line(
        entry=entry,
        icon=ICONS[kind],
        tone="going" if kind in (EntryKind.DECISION, EntryKind.ASSESSMENT) else "",
        label=kind.label,
        right=corrections[0] if corrections else None,
        open_to=[OPEN_WORDS[part] for part in TOLD if getattr(entry, f"open_to_{part}")],
        is_new=since is not None and entry.at > since and entry.by_id != reader.pk,
    )


@dataclass(frozen=True)
class Timeline:
    """A page of it. `shown` stand open; `folded` are the older ones. `total` counts the lines of the whole file."""

    page: Page[Entry]
    shown: list[Line]
    folded: list[Line]
    total: int

    @property
    def news(self) -> int:
        """What others wrote since the reader was here last."""
        return sum(line.is_new for line in [*self.shown, *self.folded])


def timeline_of(
    incident: Incident, chosen: dict[str, Any], cursor: str | None, *, reader: User, since: datetime | None
) -> Timeline:
    """The lines that fit what was `chosen` (`kind`, `q`). `since`: when `reader` was here last. Three queries.

    Nothing is folded of what somebody looks for, nor anything new.
    """
    entries = incident.entries.select_related("by", "corrects__by").prefetch_related(
        Prefetch("corrections", Entry.objects.select_related("by"))
    )
    total = incident.entries.count()
    if chosen.get("kind"):
        entries = entries.filter(kind=chosen["kind"])
    if chosen.get("q"):
        words = chosen["q"]
        entries = entries.filter(Q(text__icontains=words) | Q(reason__icontains=words))
    page = KeysetPaginator(entries, ("-at", "-pk"), per_page=PER_PAGE).page(cursor)
    lines = [line_of(entry, reader, since) for entry in page]
    new = max((number for number, line in enumerate(lines, 1) if line.is_new), default=0)
    most = len(lines) if chosen or cursor else max(SHOWN, new)
    return Timeline(page, lines[:most], lines[most:], total)
