"""Who has come to know a secret, who may, and which programs borrowed it (R2, R3)."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Runner
from accounts.vault.models.credential import Credential, SecretVersion
from core import clock
from people.models import User


class Verb(models.TextChoices):
    """How somebody came to know a value, or tried to."""

    STORED = "store", "typed it in"
    REVEALED = "reveal", "looked at it"
    COPIED = "copy", "copied it"
    GENERATED = "rotate", "made it"
    BROKE_GLASS = "break_glass", "opened it in an emergency"
    CODE = "code", "looked at a sign-in code"
    FAILED = "reveal_failed", "asked for it, but it could not be opened"


# Whoever did one of these knows the value itself, until it is changed. A sign-in code is worthless a minute later.
KNOWS = (Verb.STORED, Verb.REVEALED, Verb.COPIED, Verb.GENERATED, Verb.BROKE_GLASS)


class Exposure(models.Model):
    """Somebody saw a value, from then on. The reason stands here, outside the record, which keeps no free text."""

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="exposures")
    version = models.ForeignKey(SecretVersion, on_delete=models.PROTECT, related_name="exposures")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="exposures")
    verb = models.CharField(max_length=20, choices=Verb.choices)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="exposure_verb_known"),
            models.CheckConstraint(
                condition=~Q(verb__in=[Verb.REVEALED, Verb.FAILED, Verb.BROKE_GLASS]) | ~Q(reason=""),
                name="reveal_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.verb} {self.version_id}"


def stopped_since() -> QuerySet[Runner]:
    """Of a grant: that its person stopped running the account after it was given. Another part is no stop."""
    again = Runner.objects.filter(person=OuterRef("person"), account=OuterRef("account"), from_at=OuterRef("until_at"))
    again = again.exclude(pk=OuterRef("pk"))
    ran = Runner.objects.filter(person=OuterRef("person"), account=OuterRef("credential__account"))
    return ran.filter(~Exists(again), until_at__gte=OuterRef("granted_at"))


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self) -> "GrantQuerySet":
        """Neither ended by hand nor run out, and to somebody who has not stopped running the account since."""
        return self.filter(~Exists(stopped_since()), ended_at=None, until__gt=clock.now())


class GrantManager(models.Manager["Grant"]):
    def get_queryset(self) -> GrantQuerySet:
        return GrantQuerySet(self.model, using=self._db)

    def in_force(self) -> GrantQuerySet:
        return self.get_queryset().in_force()


class Grant(models.Model):
    """That somebody who runs the account may see this credential, until a moment (UTC)."""

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="grants")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="vault_grants")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[GrantManager] = GrantManager()

    class Meta:
        ordering = ["credential", "until", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["credential", "person"], condition=Q(ended_at=None), name="grant_once_in_force"
            ),
            models.CheckConstraint(condition=Q(until__gt=models.F("granted_at")), name="grant_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} may see {self.credential_id}"


class Loan(models.Model):
    """That a program of the portal borrowed a version on a day (UTC). No person saw it."""

    version = models.ForeignKey(SecretVersion, on_delete=models.PROTECT, related_name="loans")
    purpose = models.CharField(max_length=60)
    day = models.DateField()
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "purpose", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "purpose", "day"], name="loan_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} borrowed {self.version_id} on {self.day}"


class CodeUse(models.Model):
    """That a recovery code of a set was used up. Which one: its place in the set, never the code."""

    version = models.ForeignKey(SecretVersion, on_delete=models.PROTECT, related_name="code_uses")
    place = models.PositiveSmallIntegerField()
    used_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "place"]
        constraints = [models.UniqueConstraint(fields=["version", "place"], name="code_used_once")]

    def __str__(self) -> str:
        return f"code {self.place} of {self.version_id}"
