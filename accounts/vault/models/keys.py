"""The key that closes the vault: its proof at every start, its paper, and its change for another."""

from django.db import models
from django.db.models import Q

from people.models import User


class Canary(models.Model):
    """A sealed sentence that is opened at every start: if it does not open, neither will a password."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_canary")]

    def __str__(self) -> str:
        return "canary"


class FingerprintKey(models.Model):
    """The sealed key of the digests by which a value that is used twice is found. It outlives every vault key."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_fingerprint_key")]

    def __str__(self) -> str:
        return "fingerprint key"


class KeySheet(models.Model):
    """That a vault key was shown once to be printed, and that somebody says it is put away safely."""

    key_id = models.CharField(max_length=16, unique=True)
    shown_to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-shown_at"]

    def __str__(self) -> str:
        return self.key_id


class Rekeying(models.Model):
    """Closing everything anew with another key: how far it is. A killed run goes on where it was."""

    to_key_id = models.CharField(max_length=16)
    started_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["to_key_id"], condition=Q(finished_at=None), name="one_rekeying_at_a_time")
        ]

    def __str__(self) -> str:
        return f"to {self.to_key_id}"
