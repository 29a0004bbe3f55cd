"""How serious it is, in whose judgement; and what has to be done by when (I2, I5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.models.incident import Incident
from incidents.states import Clock, Lawfulness, Severity


class Assessment(models.Model):
    """One judgement. A later one takes its place, and the earlier ones stay; the incident has that of the last.

    One of the highest severity, or one that lowers it from there, is looked at by a second person.
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
    check_words = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None) | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="assessment_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | ~Q(checked_by=models.F("by")), name="assessment_checked_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk} of {self.incident_id}"


class IncidentClock(models.Model):
    """One thing that must be done by a time, once for each incident. Nothing pauses it, closing and reopening neither.

    `decision` says how it ended where there is a choice (the regulator told, or not, and why).
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
        indexes = [models.Index(fields=["due_at"], condition=Q(met_at=None), name="clock_running")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.incident_id}"
