"""What is kept sealed for each account, every version of it, and everybody who has seen it (R2).

A password and its like are never in a column that can be read: `SecretVersion.sealed` opens only for its own
credential, field and version, with a key that is not in the database.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Account
from accounts.vault.states import VersionState
from people.models import User


class Kind(models.TextChoices):
    PASSWORD = "password", "Password"
    SECOND_FACTOR = "totp_seed", "Set-up key for sign-in codes"
    RECOVERY_CODE = "recovery_code", "Recovery codes"
    RECOVERY_EMAIL = "recovery_email", "Recovery e-mail address"
    RECOVERY_PHONE = "recovery_phone", "Recovery phone number"


class CredentialQuerySet(models.QuerySet["Credential"]):
    def visible_to(self, user: User) -> "CredentialQuerySet":
        """Those of the accounts that the person sees. Seeing that one exists is not seeing what it says."""
        return self.filter(account__in=Account.objects.visible_to(user))


class CredentialManager(models.Manager["Credential"]):
    def get_queryset(self) -> CredentialQuerySet:
        return CredentialQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> CredentialQuerySet:
        return self.get_queryset().visible_to(user)

    def of(self, account: Account) -> CredentialQuerySet:
        return self.get_queryset().filter(account=account)


class Credential(models.Model):
    """Something that lets a person into an account. The user name is not secret; the rest is in the versions."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    label = models.CharField("name", max_length=80)
    username = models.CharField("user name", max_length=254, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[CredentialManager] = CredentialManager()

    class Meta:
        ordering = ["account", "kind", "label", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="credential_kind_known"),
            models.UniqueConstraint(fields=["account", "kind", "label"], name="credential_label_once"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("vault:detail", kwargs={"pk": self.pk})


class SecretVersion(models.Model):
    """One value that a credential has, had, or is about to have, sealed."""

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.CURRENT)
    sealed = models.BinaryField()
    made_by_portal = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    current_from = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["credential", "-number"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=VersionState.values), name="version_status_known"),
            models.UniqueConstraint(fields=["credential", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["credential"], condition=Q(status=VersionState.CURRENT), name="one_current_version"
            ),
            models.UniqueConstraint(
                fields=["credential"], condition=Q(status=VersionState.PENDING), name="one_pending_version"
            ),
            models.CheckConstraint(
                condition=~Q(status=VersionState.RETIRED) | Q(retired_at__isnull=False), name="version_retired_at"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.credential_id}"

    @property
    def bound_to(self) -> dict[str, str | int]:
        """What the sealed bytes open for, and nothing else."""
        return {"credential": self.credential_id, "field": "secret", "version": self.number}


class Verb(models.TextChoices):
    """How somebody came to know a value, or tried to."""

    STORED = "store", "typed it in"
    REVEALED = "reveal", "looked at it"
    COPIED = "copy", "copied it"
    GENERATED = "rotate", "made it"
    FAILED = "reveal_failed", "asked for it, but it could not be opened"


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
                condition=~Q(verb__in=[Verb.REVEALED, Verb.FAILED]) | ~Q(reason=""), name="reveal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.verb} {self.version_id}"


class Canary(models.Model):
    """A sealed sentence that is opened at every start: if it does not open, neither will a password."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_canary")]

    def __str__(self) -> str:
        return "canary"
