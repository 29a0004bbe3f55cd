"""The lines of a case file as its page shows them, newest first: what was corrected stands with what is right."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from core.pagination import KeysetPaginator, Page
from incidents.models import Entry, Incident
from incidents.states import TOLD, EntryKind, Part

PER_PAGE = 20

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

    @property
    def may_be_corrected(self) -> bool:
        return self.right is None and self.entry.kind != EntryKind.STATE


def line_of(entry: Entry) -> Line:
    kind = EntryKind(entry.kind)
    corrections = list(entry.corrections.all())
    return Line(
        entry=entry,
        icon=ICONS[kind],
        tone="going" if kind in (EntryKind.DECISION, EntryKind.ASSESSMENT) else "",
        label=kind.label,
        right=corrections[0] if corrections else None,
        open_to=[OPEN_WORDS[part] for part in TOLD if getattr(entry, f"open_to_{part}")],
    )


def page_of(incident: Incident, chosen: dict[str, Any], cursor: str | None) -> tuple[Page[Entry], list[Line]]:
    """The lines that fit what was `chosen` (`kind`, `q`), a page of them. Two queries."""
    entries = incident.entries.select_related("by", "corrects__by").prefetch_related(
        Prefetch("corrections", Entry.objects.select_related("by"))
    )
    if chosen.get("kind"):
        entries = entries.filter(kind=chosen["kind"])
    if chosen.get("q"):
        words = chosen["q"]
        entries = entries.filter(Q(text__icontains=words) | Q(reason__icontains=words))
    page = KeysetPaginator(entries, ("-at", "-pk"), per_page=PER_PAGE).page(cursor)
    return page, [line_of(entry) for entry in page]
