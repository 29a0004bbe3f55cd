"""How serious it is, in whose judgement; and what has to be done by when (I2, I5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.models.incident import Incident
from incidents.states import Clock, ClockStep, Lawfulness, Severity


class Assessment(models.Model):
    """One judgement. A later one takes its place, and the earlier ones stay; the incident has that of the last.

    One of the highest severity, or one that lowers it from there, is looked at by a second person. Where they do not
    agree, somebody makes a new one.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="assessments")
    severity = models.CharField(max_length=10, choices=Severity.choices)
    lawfulness = models.CharField(max_length=20, choices=Lawfulness.choices)
    is_safe = models.BooleanField("everybody is safe now")
    safety = models.TextField("what was done at once", max_length=2000, blank=True)
    told = models.TextField("who is told", max_length=2000, blank=True)
    words = models.TextField(max_length=5000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    needs_check = models.BooleanField(default=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True, blank=True)
    check_words = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None, agreed=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False, agreed__isnull=False),
                name="assessment_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(agreed=None) | Q(agreed=True) | ~Q(check_words=""), name="assessment_disagreed_with_words"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("by")), name="assessment_checked_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk} of {self.incident_id}"

    @property
    def is_settled(self) -> bool:
        """Whether it stands: no second person has to look at it, or one did and agreed."""
        return not self.needs_check or self.agreed is True


class IncidentClock(models.Model):
    """One thing that must be done by a time, once for each incident. Nothing pauses it, closing and reopening neither.

    `decision` says how it ended where there is a choice (the regulator told, or not, and why), and `met_at` when that
    was. `sweep_at` is when the sweep looks at it next; None once it was late, or where it ended.
    """

    class Decision(models.TextChoices):
        DONE = "done", "Done"
        TOLD = "told", "They were told"
        NOT_NEEDED = "not_needed", "It was decided that they need not be told"

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=12, choices=Clock.choices)
    from_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(max_length=12, choices=Decision.choices, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    reference = models.CharField(max_length=120, blank=True)  # that whoever was told gave
    sweep_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "kind"], name="clock_once"),
            models.CheckConstraint(condition=Q(kind__in=Clock.values), name="clock_kind_known"),
            models.CheckConstraint(
                condition=Q(met_at=None, decision="") | (Q(met_at__isnull=False) & ~Q(decision="")),
                name="clock_met_somehow",
            ),
            models.CheckConstraint(
                condition=~Q(decision="not_needed") | ~Q(reason=""), name="clock_not_needed_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(met_at=None), name="clock_running"),
            models.Index(fields=["sweep_at"], condition=Q(sweep_at__isnull=False), name="clock_to_sweep"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.incident_id}"

    @property
    def was_late(self) -> bool:
        return self.met_at is not None and self.met_at > self.due_at


class ClockStage(models.Model):
    """A moment that a clock came to, written once whoever notices it and when: people were told of it then."""

    clock = models.ForeignKey(IncidentClock, on_delete=models.PROTECT, related_name="stages")
    step = models.CharField(max_length=8, choices=ClockStep.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["clock", "step"], name="clock_stage_once"),
            models.CheckConstraint(condition=Q(step__in=ClockStep.values), name="clock_stage_known"),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.clock_id}"
