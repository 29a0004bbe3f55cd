"""What the sweep has done, and when it last ran."""

from django.db import models
from django.db.models import Q

from moderation.models.item import Item
from moderation.states import Stage


class ItemStage(models.Model):
    """`at` is when the stage was reached, `noticed_at` when the portal acted on it. Once per item and stage."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=30, choices=Stage.choices)
    at = models.DateTimeField()
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "stage"], name="item_stage_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="item_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of item {self.item_id}"


class Heartbeat(models.Model):
    """When a periodic job last finished, and what it noted for the next time."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
