"""How this school handles incidents: in which order its seniors are asked, how soon, and whom to ring."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class IncidentSettings(models.Model):
    """One row. `assess_within` is None for the same working day, which ends when the school says (M1)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    assess_within = models.DurationField(null=True, blank=True)
    chase_after_days = models.PositiveSmallIntegerField(default=2)  # working days
    numbers = models.TextField("the school's own numbers", max_length=1000, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="incident_settings_one_row")]

    def __str__(self) -> str:
        return "how incidents are handled"


class Senior(models.Model):
    """The place of one member of SLT in the order in which they are asked. The head is first (H5)."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.place}: {self.person_id}"


HEAD = 1  # the head's place
