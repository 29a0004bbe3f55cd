"""A case file made ready to leave the school: for the police, an agency, a tribunal."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.models.incident import Incident


class PackQuerySet(models.QuerySet["Pack"]):
    def visible_to(self, user: Any) -> "PackQuerySet":
        return self.filter(incident__in=Incident.objects.visible_to(user).values("pk"))


class Pack(models.Model):
    """What was chosen to leave out, and the sealed ZIP while it can be fetched. That it was made stays on record.

    `sha256` and `size` are those of the ZIP. Its passphrase is sealed; it and the parts of the ZIP go after a week.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"
        GONE = "gone", "Removed after a week"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="packs")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    recipient = models.CharField("who it is for", max_length=200)
    reason = models.TextField(max_length=2000)
    redactions = models.JSONField(default=dict)  # what packs/choices.py reads out of it
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)  # a worker is at it
    tries = models.PositiveSmallIntegerField(default=0)  # how often a worker began
    problem = models.CharField(max_length=200, blank=True)
    passphrase = models.BinaryField(null=True, blank=True)  # sealed
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)  # bytes

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(passphrase__isnull=False, made_at__isnull=False) & ~Q(sha256="")),
                name="pack_ready_is_there",
            ),
        ]

    def __str__(self) -> str:
        return f"pack {self.pk} of {self.incident_id}"

    def bound_to(self, field: str) -> dict[str, str | int]:
        return {"incident pack": self.pk, "field": field}


class PackPart(models.Model):
    """A piece of the ZIP, sealed by itself: a small machine never has the whole of it in memory."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="pack_part_once")]

    def __str__(self) -> str:
        return f"part {self.number} of pack {self.pack_id}"

    def bound_to(self) -> dict[str, str | int]:
        return {"incident pack": self.pack_id, "part": self.number, "field": "content"}
