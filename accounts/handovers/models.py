"""A handover: one account, one person who will not run it any more, and what was done about it (R3)."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.handovers.states import GOING_ON, Status
from accounts.models import SEE_ALL, Account
from core import clock
from people.models import User


class Cause(models.TextChoices):
    LEAVING = "leaving", "Leaves the school"
    SWITCHED_OFF = "switched_off", "Was switched off"
    NOT_READY = "not_ready", "Has not been ready to run it for a while"
    BY_HAND = "by_hand", "Stops running it"


class Choice(models.TextChoices):
    TRANSFER = "transfer", "Somebody else takes it over"
    GO_ON = "go_on", "Those who stay run it without them"
    CLOSE = "close", "The account is closed"


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: User) -> "HandoverQuerySet":
        """Those who oversee all accounts see all; others their own, those asked of them, and of what they run."""
        if user.holds(*SEE_ALL):
            return self.all()
        return self.filter(Q(person=user) | Q(successor=user) | Q(account__in=Account.objects.run_by(user)))

    def going_on(self) -> "HandoverQuerySet":
        """Neither completed nor cancelled."""
        return self.filter(status__in=GOING_ON)


class HandoverManager(models.Manager["Handover"]):
    def get_queryset(self) -> HandoverQuerySet:
        return HandoverQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> HandoverQuerySet:
        return self.get_queryset().visible_to(user)

    def going_on(self) -> HandoverQuerySet:
        return self.get_queryset().going_on()


class Handover(models.Model):
    """`due_on` is the last local day on which it may be completed in time."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="handovers")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="handovers")
    was_lead = models.BooleanField()
    cause = models.CharField(max_length=20, choices=Cause.choices)
    emergency = models.BooleanField(default=False)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    overdue_at = models.DateTimeField(null=True, blank=True)
    choice = models.CharField(max_length=20, choices=Choice.choices, blank=True)
    chosen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(null=True, blank=True)
    successor = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="takes_over")
    accepted_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    objects: ClassVar[HandoverManager] = HandoverManager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="handover_status_known"),
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="handover_cause_known"),
            models.CheckConstraint(condition=Q(choice__in=["", *Choice.values]), name="handover_choice_known"),
            models.UniqueConstraint(
                fields=["account", "person"], condition=Q(status__in=GOING_ON), name="one_handover_going_on"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.COMPLETED)
                | Q(confirmed_by__isnull=False, sent_by__isnull=False) & ~Q(confirmed_by=models.F("sent_by")),
                name="handover_confirmed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="handover_due")]

    def __str__(self) -> str:
        return f"{self.account} without {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("handovers:detail", kwargs={"pk": self.pk})

    @property
    def is_going_on(self) -> bool:
        return self.status in GOING_ON

    @property
    def is_overdue(self) -> bool:
        """Going on after the last local day on which it would have been in time."""
        return self.is_going_on and self.due_on < clock.today()

    @property
    def last_day(self) -> date:
        """The last day on which the person may still be needed for it, or it for them: theirs, or the due day."""
        return max(self.due_on, self.person.leaves_on or self.due_on)


class HandoverTick(models.Model):
    """That somebody did a step that only a person can answer for. `title` is the step as it read then."""

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="ticks")
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()

    class Meta:
        ordering = ["handover", "pk"]
        constraints = [models.UniqueConstraint(fields=["handover", "key"], name="handover_step_ticked_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.handover_id}"


class HandoverNote(models.Model):
    """What somebody wrote who declined, sent it back or ended it. The record itself keeps no free text."""

    class About(models.TextChoices):
        DECLINED = "declined", "Declined"
        SENT_BACK = "sent_back", "Sent back"
        CANCELLED = "cancelled", "Ended"

    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="notes")
    about = models.CharField(max_length=20, choices=About.choices)
    text = models.TextField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["handover", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="handover_note_has_words")]

    def __str__(self) -> str:
        return f"{self.about} of {self.handover_id}"
