"""Guided paths: what is done about an offensive parent, step by step, a pupil and a journalist (H2, H3, H4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from moderation.models.item import Item


class ParentStep(models.Model):
    """One of the three steps of H3, done on `done_on`, with what came of it."""

    class Step(models.TextChoices):
        ASK = "ask", "Ask to take it down"
        INVITE = "invite", "Invite to talk in person"
        COMPLAINT = "complaint", "Complaints procedure"

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="parent_steps")
    step = models.CharField(max_length=20, choices=Step.choices)
    done_on = models.DateField()
    message = models.TextField(blank=True)  # what was sent
    outcome = models.TextField(blank=True)
    settled = models.BooleanField(default=False)  # nothing further is needed
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "step"], name="parent_step_once"),
            models.CheckConstraint(condition=Q(settled=False) | ~Q(outcome=""), name="parent_step_settled_how"),
        ]

    def __str__(self) -> str:
        return f"{self.step} of item {self.item_id}"


class BehaviourReferral(models.Model):
    """A pupil's offensive comment was taken up by the behaviour policy; `reference` is where the rest is kept (H2)."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="behaviour_referral")
    reference = models.CharField(max_length=100)
    referred_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    referred_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reference=""), name="behaviour_has_reference")]

    def __str__(self) -> str:
        return f"behaviour referral {self.pk}"


class Release(models.Model):
    """SLT let a journalist's comment be answered, and what SLT said to it; `ended_at` when it was locked again (H4)."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="releases")
    note = models.TextField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["released_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(ended_at=None), name="release_once"),
            models.CheckConstraint(condition=~Q(note=""), name="release_has_words"),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"
