"""Counts kept ready for the figures, so that their pages read a few rows and never the items (M2, M3)."""

from django.db import models
from django.db.models import Q

from accounts.models import Account


class Rollup(models.Model):
    """The outcomes of the items that one account received in one hour of one local day.

    `took_…` count the first responses by how long they took, each one once: figures' buckets say from when to when.
    Recounted from the items by the sweep whenever a `Recount` names the day.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="rollups")
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    received = models.PositiveIntegerField(default=0)  # counted ones
    in_time = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    closed_late = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    open_late = models.PositiveIntegerField(default=0)
    lane = models.PositiveIntegerField(default=0)  # came into the priority lane
    lane_in_time = models.PositiveIntegerField(default=0)
    lane_late = models.PositiveIntegerField(default=0)
    took_15m = models.PositiveIntegerField(default=0)
    took_30m = models.PositiveIntegerField(default=0)
    took_1h = models.PositiveIntegerField(default=0)
    took_2h = models.PositiveIntegerField(default=0)
    took_4h = models.PositiveIntegerField(default=0)
    took_8h = models.PositiveIntegerField(default=0)
    took_12h = models.PositiveIntegerField(default=0)
    took_24h = models.PositiveIntegerField(default=0)
    took_36h = models.PositiveIntegerField(default=0)
    took_48h = models.PositiveIntegerField(default=0)
    took_72h = models.PositiveIntegerField(default=0)
    took_more = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "day", "hour"], name="rollup_once")]
        indexes = [
            models.Index(fields=["day", "account"], name="rollup_by_day"),
            models.Index(fields=["account"], condition=Q(open__gt=0), name="rollup_open"),
        ]

    def __str__(self) -> str:
        return f"rollup {self.pk}"


class Recount(models.Model):
    """A day of an account whose counts have changed: appended in the transaction that changes an item.

    Never merged with one that is there: the sweep takes away those that it read, so a change beside it counts again.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()

    def __str__(self) -> str:
        return f"recount {self.pk}"
