"""What the clock rests on, what the sweep has done, whom it told, and when it last ran."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from moderation.models.item import Item
from moderation.states import Anchor, Channel, Whom


class ClockVersion(models.Model):
    """What due times were reckoned with: readings, days off, zone, the published list's end. Frozen on each item."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    content = models.JSONField()

    def __str__(self) -> str:
        return f"clock {self.digest[:8]}"


class LadderStep(models.Model):
    """When whom is told, beside the record of a breach, which no setting changes. `key` names it in ItemStage."""

    key = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    anchor = models.CharField(max_length=20, choices=Anchor.choices)
    minutes = models.PositiveIntegerField(default=0)
    whom = models.CharField(max_length=20, choices=Whom.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.MAIL)
    in_quiet_hours = models.BooleanField(default=False)  # told at once, at night too
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ["anchor", "minutes", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(anchor__in=Anchor.values, whom__in=Whom.values, channel__in=Channel.values),
                name="ladder_step_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OnCall(models.Model):
    """Who is told in place of the Administrators from one moment to another."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(from_at__lt=models.F("until_at")), name="on_call_ends_later")]

    def __str__(self) -> str:
        return f"on call {self.pk}"


class ItemStage(models.Model):
    """`at` is when the stage was reached, `noticed_at` when the portal acted on it. Once per item and stage."""

    # Found by the unique index: one of its own would be written with every row.
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="stages", db_index=False)
    stage = models.CharField(max_length=30)
    at = models.DateTimeField()
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "stage"], name="item_stage_once"),
            models.CheckConstraint(condition=~Q(stage=""), name="item_stage_named"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of item {self.item_id}"


class Untold(models.Model):
    """Items (their ids) that came to a step of the ladder together, and of which people have still to be told.

    Written with the stages, taken away by the transaction that writes the messages. A row for thousands of items,
    because a mark on each would have to be changed for each.
    """

    step = models.CharField(max_length=30)
    items = models.JSONField()

    def __str__(self) -> str:
        return f"untold {self.pk}"


class Digest(models.Model):
    """One message to one person about many stages, which that person may acknowledge.

    `counts` says how many comments of each kind it was about; `stages` are the first of them, never all of a flood.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    stages = models.ManyToManyField(ItemStage, related_name="digests")
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"digest {self.pk}"


class Heartbeat(models.Model):
    """When a periodic job last finished, and what it noted for the next time."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.name} {self.at}"
