"""Who is away, and who acts for them meanwhile (A4)."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from core import clock
from people.models.person import Role, User


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, user: User) -> "AbsenceQuerySet":
        """One's own, those in which one acts for somebody, and for SLT and Administrators all."""
        if user.holds(Role.SLT, Role.ADMINISTRATOR):
            return self.all()
        return self.filter(Q(person=user) | Q(delegate=user))

    def on(self, day: date) -> "AbsenceQuerySet":
        """Those that hold on a local date."""
        return self.filter(ended_at=None, from_on__lte=day, until_on__gte=day)

    def overlapping(self, first: date, last: date) -> "AbsenceQuerySet":
        """Those that hold on some day from `first` to `last`."""
        return self.filter(ended_at=None, from_on__lte=last, until_on__gte=first)

    def now(self) -> "AbsenceQuerySet":
        return self.on(clock.today())


class Absence(models.Model):
    """Somebody is away from one day to another, both included, and names who acts for them."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    delegate = models.ForeignKey(User, on_delete=models.PROTECT, related_name="acts_for")
    from_on = models.DateField("first day away")
    until_on = models.DateField("last day away")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # back early, or entered by mistake

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="absence_ends_after_start"),
            models.CheckConstraint(condition=~Q(person=F("delegate")), name="absence_needs_another"),
        ]
        indexes = [models.Index(fields=["delegate", "until_on"], name="absence_of_delegate")]

    def __str__(self) -> str:
        return f"{self.person_id} away from {self.from_on} to {self.until_on}"
