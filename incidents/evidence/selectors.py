"""What the pages of evidence read. Never the files themselves: they may be large."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from core import rules
from incidents.models import Custody, Evidence, Incident
from incidents.states import EvidenceKind
from people.models import User

LARGE = ("original", "copy", "time_stamp")
# What the index `evidence_list` holds: in SQLite no other list is read without going through the files.
LISTED = ("incident", "added_at", "kind", "title", "size", "pages", "added_by", "set_aside_at")
ICONS = {
    EvidenceKind.TEXT: "text-quote",
    EvidenceKind.LINK: "link",
    EvidenceKind.ITEM: "message-square",
    EvidenceKind.PICTURE: "image",
    EvidenceKind.PDF: "file-text",
}


@dataclass(frozen=True)
class Listed:
    """A piece as the case file lists it; `was_whole` is what the last look at it found."""

    number: int
    evidence: Evidence
    icon: str
    was_whole: bool | None


def visible(person: User) -> QuerySet[Evidence]:
    return Evidence.objects.visible_to(person).defer(*LARGE).select_related("added_by", "incident__item")


def listed(incident: Incident) -> list[Listed]:
    """All pieces in the order in which they came, those set aside as well. Two queries."""
    looks = Custody.objects.filter(evidence=OuterRef("pk"), is_whole__isnull=False).order_by("-at", "-pk")
    pieces = (
        Evidence.objects.filter(incident=incident)
        .only(*LISTED)
        .prefetch_related("added_by")
        .annotate(was_whole=Subquery(looks.values("is_whole")[:1]))
        .order_by("pk")
    )
    return [
        Listed(number, piece, ICONS[EvidenceKind(piece.kind)], piece.was_whole)  # type: ignore[attr-defined]
        for number, piece in enumerate(pieces, start=1)
    ]


def number_of(evidence: Evidence) -> int:
    """Which piece of its case file it is: 1 for the first."""
    return Evidence.objects.filter(incident=evidence.incident_id, pk__lte=evidence.pk).count()


def ledger(evidence: Evidence) -> QuerySet[Custody]:
    """Everything that was done with it, newest first."""
    return evidence.custody.select_related("person").order_by("-at", "-pk")


def choices(incident: Incident, person: User) -> dict[str, rules.Verdict]:
    """Whether `person` may add, and upload; asked once for both."""
    add = rules.ask("incidents.add_evidence", person, incident)
    return {"add": add, "upload": rules.ask("incidents.upload_evidence", person, incident) if add else add}
