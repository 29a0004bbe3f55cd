"""What somebody has written of an outcome and not saved yet (I4)."""

from django.conf import settings
from django.db import models

from incidents.models.incident import Incident


class OutcomeDraft(models.Model):
    """One for each person and incident, seen by nobody else; gone with the outcome, or a month after the last word."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = models.JSONField(default=dict)  # by field of the form
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="outcome_draft_once")]

    def __str__(self) -> str:
        return f"draft for {self.incident_id}"
