"""What is kept as proof, and everything that was ever done with it (I3)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.models.incident import Incident
from incidents.states import EvidenceKind, Handled


class PieceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Any) -> "PieceQuerySet":
        return self.filter(incident__in=Incident.objects.visible_to(user).values("pk"))


class Evidence(models.Model):
    """One piece. The database lets nobody change what is kept, nor delete it; one that does not belong is set aside.

    `original` is the file as it came, sealed under the vault's keys; `copy` is what is shown instead of it, made anew
    from its dots alone, sealed as well. `sha256` is that of what is kept: of the file, or of the text as UTF-8.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=20000, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    item = models.ForeignKey("moderation.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    thread = models.JSONField(default=list, blank=True)  # the item and its thread as they were
    file_name = models.CharField(max_length=150, blank=True)
    media_type = models.CharField(max_length=60, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes
    pages = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    original = models.BinaryField(null=True, blank=True)
    copy = models.BinaryField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)  # by an antivirus program, which found nothing
    time_stamp = models.BinaryField(null=True, blank=True)  # RFC 3161: a third party's word for when it was here
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_why = models.CharField(max_length=300, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_known"),
            models.CheckConstraint(
                condition=Q(set_aside_at=None, set_aside_why="")
                | (Q(set_aside_at__isnull=False) & ~Q(set_aside_why="")),
                name="evidence_set_aside_with_reason",
            ),
        ]
        indexes = [
            # All that a list of them shows. SQLite keeps a file within its row, and goes through the whole of it for
            # what stands behind it: by this index it opens none.
            models.Index(
                fields=["incident", "id", "added_at", "kind", "title", "size", "pages", "added_by", "set_aside_at"],
                name="evidence_list",
            ),
            models.Index(fields=["added_at"], condition=Q(time_stamp__isnull=True), name="evidence_to_stamp"),
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk} of {self.incident_id}"

    def bound_to(self, field: str) -> dict[str, str | int]:
        """What a sealed value of this row belongs to: elsewhere it does not open."""
        return {"incident evidence": self.pk, "field": field}


class Custody(models.Model):
    """A line of the custody ledger, kept for good. `is_whole`: whether the digest was right, None where not asked."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="custody")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    did = models.CharField(max_length=12, choices=Handled.choices)
    at = models.DateTimeField()
    is_whole = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "custody"
        constraints = [models.CheckConstraint(condition=Q(did__in=Handled.values), name="custody_known")]

    def __str__(self) -> str:
        return f"{self.did} {self.evidence_id}"
