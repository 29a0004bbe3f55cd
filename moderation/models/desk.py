"""How the desk is set, and what belongs to one person at it."""

from datetime import time
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.asked import forget, once
from core.rows import by_key
from moderation.models.item import Item


class DeskSettings(models.Model):
    """One row. The priority target is counted between `priority_from` and `priority_until` on any day (M3).

    Nobody is sent anything from `quiet_from` to `quiet_until`; the record knows no quiet hours.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    priority_minutes = models.PositiveIntegerField(default=120)
    priority_from = models.TimeField(default=time(7))
    priority_until = models.TimeField(default=time(21))
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(7))
    claim_minutes = models.PositiveSmallIntegerField(default=10)  # a claim without a sign of life ends by itself

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="desk_is_one_row"),
            models.CheckConstraint(
                condition=Q(priority_from__lt=models.F("priority_until"), priority_minutes__gte=1),
                name="desk_priority_hours",
            ),
        ]

    def __str__(self) -> str:
        return "desk settings"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        forget()


@once
def desk() -> DeskSettings:
    """As the school has set it, else as it comes."""
    return by_key(DeskSettings, 1) or DeskSettings()


class SavedFilter(models.Model):
    """A person's own view of the queue: the filters of its address, under a name."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return self.name


class Undo(models.Model):
    """A verb that its doer may take back for some seconds, because nothing has left the portal."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="undos")
    verb = models.CharField(max_length=60)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField()  # the columns as they were
    revision = models.PositiveIntegerField()  # of the item after the verb: with another, it is too late

    def __str__(self) -> str:
        return f"undo {self.pk}"
