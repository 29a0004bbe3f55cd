"""Personal accounts that name the school, and what an Administrator found there (R5).

They are people's own: the portal keeps no more of them than where they are and how they name the school.
"""

from datetime import timedelta
from typing import ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.models import Platform
from accounts.personal.states import TONES, Ending, Stage, Status
from core import clock
from people.models import Role, User

SEE_ALL = (Role.ADMINISTRATOR, Role.SLT)
ASK_BEFORE = timedelta(days=14)  # before the yearly check is due
WAITS_LONG = timedelta(days=7)  # for a check


class PersonalAccountQuerySet(models.QuerySet["PersonalAccount"]):
    def visible_to(self, user: User) -> "PersonalAccountQuerySet":
        """One's own; Administrators and SLT see all. Private lives are nobody else's business."""
        if user.holds(*SEE_ALL):
            return self.all()
        return self.filter(person=user)

    def standing(self) -> "PersonalAccountQuerySet":
        """Neither withdrawn nor of somebody who has left."""
        return self.exclude(status=Status.WITHDRAWN).filter(person__in=User.objects.active())

    def asked_about(self) -> "PersonalAccountQuerySet":
        """Checked once, and due again within two weeks or already."""
        return self.standing().filter(status=Status.CHECKED, due_on__lte=clock.today() + ASK_BEFORE)

    def due(self) -> "PersonalAccountQuerySet":
        """Checked once, and due again."""
        return self.standing().filter(status=Status.CHECKED, due_on__lte=clock.today())


class PersonalAccountManager(models.Manager["PersonalAccount"]):
    def get_queryset(self) -> PersonalAccountQuerySet:
        return PersonalAccountQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> PersonalAccountQuerySet:
        return self.get_queryset().visible_to(user)

    def standing(self) -> PersonalAccountQuerySet:
        return self.get_queryset().standing()

    def asked_about(self) -> PersonalAccountQuerySet:
        return self.get_queryset().asked_about()


class PersonalAccount(models.Model):
    """A private account on which somebody says that they belong to the school."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="personal_accounts")
    platform = models.CharField(max_length=20, choices=Platform.choices)
    handle = models.CharField(max_length=100, blank=True, help_text="Kept without the @ in front.")
    url = models.CharField("address", max_length=300, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    naming = models.CharField("how it names the school", max_length=500)
    status = models.CharField(max_length=15, choices=Status.choices, default=Status.DECLARED)
    declared_at = models.DateTimeField()  # when it was last sent in
    due_on = models.DateField("to be checked again by", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=20, choices=Ending.choices, blank=True)

    objects: ClassVar[PersonalAccountManager] = PersonalAccountManager()

    class Meta:
        ordering = ["-declared_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="personal_status_known"),
            models.CheckConstraint(condition=Q(platform__in=Platform.values), name="personal_platform_known"),
            models.CheckConstraint(condition=~Q(handle="") | ~Q(url=""), name="personal_can_be_found"),
            models.CheckConstraint(
                condition=~Q(status=Status.CHECKED) | Q(due_on__isnull=False), name="personal_checked_is_due_again"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.WITHDRAWN) | Q(withdrawn_at__isnull=False), name="personal_withdrawn_at"
            ),
            models.UniqueConstraint(
                "person",
                "platform",
                Lower("handle"),
                condition=~Q(status=Status.WITHDRAWN) & ~Q(handle=""),
                name="personal_declared_once",
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="personal_due")]

    def __str__(self) -> str:
        return f"personal account {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("personal:detail", kwargs={"pk": self.pk})

    @property
    def where(self) -> str:
        """Enough to tell it from the others: "@tom on X", "x.com/tom on X"."""
        short = self.url.partition("//")[2].removeprefix("www.").rstrip("/")
        return f"{f'@{self.handle}' if self.handle else short} on {self.get_platform_display()}"

    @property
    def has_ended(self) -> bool:
        """Its owner has left: nothing about it is the school's business any more."""
        return self.status != Status.WITHDRAWN and not self.person.may_sign_in

    @property
    def is_due(self) -> bool:
        return self.status == Status.CHECKED and self.due_on is not None and self.due_on <= clock.today()

    @property
    def is_overdue(self) -> bool:
        return self.is_due and self.due_on is not None and self.due_on < clock.today()

    @property
    def is_asked_about(self) -> bool:
        """Due again within two weeks, or already."""
        return self.status == Status.CHECKED and self.due_on is not None and self.due_on <= clock.today() + ASK_BEFORE

    @property
    def pill(self) -> tuple[str, str, str]:
        """Word, tone and icon of how it stands."""
        if self.has_ended:
            return ("Ended: has left", "done", "user-x")
        if self.is_due:
            return ("Due for its yearly check", "waiting", "clock-alert")
        return (str(self.get_status_display()), *TONES[self.status])


class Check(models.Model):
    """What an Administrator found. Words about it stand here: the record keeps none."""

    account = models.ForeignKey(PersonalAccount, on_delete=models.PROTECT, related_name="checks")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_right = models.BooleanField()  # disclaimer seen, no logo, no branding: all three
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(is_right=True) | ~Q(note=""), name="personal_change_says_what"),
        ]

    def __str__(self) -> str:
        return f"check {self.pk} of {self.account_id}"


class Reminder(models.Model):
    """That somebody was reminded of one account at one stage, so that nobody is twice."""

    account = models.ForeignKey(PersonalAccount, on_delete=models.PROTECT, related_name="reminders")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    on = models.DateField()  # the day that it is due, or was sent in
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "stage", "on"], name="personal_reminded_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="personal_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.stage} of {self.account_id}"
