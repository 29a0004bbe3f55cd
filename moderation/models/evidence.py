"""What was kept before something was removed, and what its author said against it (H1)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account
from moderation.models.item import Item
from moderation.models.response import Response


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user: Any) -> "EvidenceQuerySet":
        return self.filter(item__account__in=Account.objects.visible_to(user).values("pk"))


class Evidence(models.Model):
    """An item as it stood when somebody decided to remove it. Never changed.

    `link_only`: it may be an indecent image of a child, so that nothing but the link and the time is kept.
    `digest` is the SHA-256 of what is kept, the screenshot's included by its own digest.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="evidence")
    response = models.OneToOneField(Response, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence")
    captured_at = models.DateTimeField()
    captured_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    link_only = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    author_name = models.CharField(max_length=255, blank=True)
    author_external_id = models.CharField(max_length=255, blank=True)
    permalink = models.URLField(max_length=1000, blank=True)
    received_at = models.DateTimeField()
    screenshot = models.BinaryField(null=True, blank=True)  # sealed
    screenshot_digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the file as it was uploaded
    digest = models.CharField(max_length=64)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["captured_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(link_only=False) | Q(text="", author_name="", author_external_id="", screenshot=None),
                name="evidence_link_only",
            ),
        ]

    def __str__(self) -> str:
        return f"evidence {self.pk}"

    @property
    def bound_to(self) -> dict[str, str | int]:
        """What the sealed screenshot belongs to: on another row it does not open."""
        return {"evidence": self.pk, "field": "screenshot"}


class Withheld(models.Model):
    """What an item said that may show an indecent image of a child: sealed, for the safeguarding leads alone (H1).

    The item itself says nothing of it any more, so that no page, search or file can.
    """

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="withheld")
    sealed = models.BinaryField()
    withheld_at = models.DateTimeField()
    withheld_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"withheld words of item {self.item_id}"

    @property
    def bound_to(self) -> dict[str, str | int]:
        return {"item": self.item_id, "field": "withheld"}


class Appeal(models.Model):
    """An author asks for a removal to be looked at again. Somebody else than who removed it decides."""

    class Decision(models.TextChoices):
        UPHELD = "upheld", "It stays removed"
        OVERTURNED = "overturned", "It is put back, or the block is lifted"

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="appeals")
    received_at = models.DateTimeField()
    words = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    decision = models.CharField(max_length=20, choices=Decision.choices, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["response"], condition=Q(decision=""), name="appeal_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(decision="") | (~Q(reason="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="appeal_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk}"
