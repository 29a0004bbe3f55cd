"""The checklists of an account: what each platform asks for, as the school wrote it, and what was ticked (R1, R3)."""

from django.db import models
from django.db.models import Q

from accounts.models.account import Account, Platform
from people.models import User


class Step(models.TextChoices):
    """What must be done before an account is live (R1), in the order in which it is done."""

    SCHOOL_EMAIL = "school_email", "It was created with a school e-mail address"
    PASSWORD_IN_VAULT = "password_in_vault", "Its password is in the vault"
    SECOND_FACTOR = "second_factor", "The second step at sign-in is on"
    OFFICIAL_PROFILE = "official_profile", "Its profile says that it is the school's official account"
    TAGGING_OFF = "tagging_off", "Tagging of people is off, where the platform allows that"
    RECOVERY_STORED = "recovery_stored", "Its recovery details are stored"


class Purpose(models.TextChoices):
    """What a checklist is for."""

    SET_UP = "set_up", "Setting an account up"
    CHANGE_PASSWORD = "change_password", "Changing its password"
    HAND_OVER = "hand_over", "Handing it over"
    HACKED = "hacked", "After it was hacked"
    CLOSE = "close", "Closing it"


class ChecklistStep(models.Model):
    """A step of a platform's checklist, as the school changed it. Where no row stands, the shipped list holds."""

    platform = models.CharField(max_length=20, choices=Platform.choices)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    key = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    help = models.TextField(blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["platform", "purpose", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "purpose", "key"], name="checklist_key_once"),
            models.CheckConstraint(condition=Q(platform__in=Platform.values), name="checklist_platform_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="checklist_purpose_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Tick(models.Model):
    """That somebody did a step. A step that the vault answers, such as the password's, has no row.

    `title` is the step as it read then. A tick of a checklist that is over (a closing called off, an account that is
    safe again) stands with `ended_at`, so that the next such checklist starts empty.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="ticks")
    purpose = models.CharField(max_length=20, choices=Purpose.choices, default=Purpose.SET_UP)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=200, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["account", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "purpose", "key"], condition=Q(ended_at=None), name="step_ticked_once"
            ),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="tick_purpose_known"),
            models.CheckConstraint(condition=~Q(key="password_in_vault"), name="step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.account_id}"
