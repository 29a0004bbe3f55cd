"""Who looks after which account on which day, and when somebody looked (M1)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account


class Turn(models.Model):
    """Every week on this weekday (0 is Monday), this person watches the account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="turns")
    weekday = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="turns")

    class Meta:
        ordering = ["weekday", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "weekday"], name="turn_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="turn_weekday"),
        ]

    def __str__(self) -> str:
        return f"turn {self.pk}"


class Cover(models.Model):
    """On one day somebody else watches: asked, and agreed to by `person`; `instead_of` is whose day it was."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="covers")
    day = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    in_return_for = models.DateField(null=True, blank=True)  # a swap: the day that the other takes over
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "day"], condition=Q(agreed_at__isnull=False, declined_at=None), name="cover_once"
            ),
        ]

    def __str__(self) -> str:
        return f"cover {self.pk}"

    @property
    def is_swapped(self) -> bool:
        """One of the two days of a swap that was agreed to. The other row has the days and the people the other way."""
        return self.agreed_at is not None and self.in_return_for is not None


class Check(models.Model):
    """Somebody looked at the account on `day` (local). One row a day, account and person; `at` is the last time."""

    class How(models.TextChoices):
        CLICK = "click", "said so"
        QUEUE = "queue", "opened the queue after it was fetched"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="checks")
    day = models.DateField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["account", "day", "person", "how"], name="check_once")]

    def __str__(self) -> str:
        return f"check {self.pk}"


class FeedToken(models.Model):
    """The secret in the address of somebody's calendar feed, kept as a digest. A new one makes the old useless."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"feed of {self.person_id}"
