"""What is kept sealed for each account, and every version of it (R2)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import SEE_ALL, Account
from accounts.vault.states import VersionState
from people.models import User


class Kind(models.TextChoices):
    PASSWORD = "password", "Password"
    SECOND_FACTOR = "totp_seed", "Set-up key for sign-in codes"
    RECOVERY_CODE = "recovery_code", "Recovery codes"
    RECOVERY_EMAIL = "recovery_email", "Recovery e-mail address"
    RECOVERY_PHONE = "recovery_phone", "Recovery phone number"
    API_TOKEN = "api_token", "Access token of a program"
    NOTE = "note", "Note"
    FILE = "file", "File"


class CredentialQuerySet(models.QuerySet["Credential"]):
    def visible_to(self, user: User) -> "CredentialQuerySet":
        """Those of the accounts that the person sees. Seeing that one exists is not seeing what it says."""
        if user.holds(*SEE_ALL):
            return self.all()
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
    # Reported as known to somebody who must not know it: what was in use then must be changed.
    compromised_at = models.DateTimeField(null=True, blank=True)
    # Given up: it lets nobody in any more, and is kept for the record.
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[CredentialManager] = CredentialManager()

    class Meta:
        ordering = ["account", "kind", "label", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="credential_kind_known"),
            models.UniqueConstraint(
                fields=["account", "kind", "label"], condition=Q(retired_at=None), name="credential_label_once"
            ),
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
    # Which key closed it, as `sealed` says itself: so that a new key can find what the old one still closes.
    key_id = models.CharField(max_length=16, null=True, blank=True, db_index=True)  # noqa: DJ001
    # A keyed digest by which the same value on another account is found without opening either.
    fingerprint = models.CharField(max_length=64, null=True, blank=True, db_index=True)  # noqa: DJ001
    # 0 (guessed at once) to 4 (very strong); None where strength means nothing.
    strength = models.PositiveSmallIntegerField(null=True, blank=True)
    # Whether a list of passwords that have leaked holds it; None where nobody could look.
    leaked = models.BooleanField(null=True, blank=True)
    # How many codes a set of recovery codes holds; None for other kinds.
    parts = models.PositiveSmallIntegerField(null=True, blank=True)
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
