"""Who outside the school may have to be told, and who was (I2, I4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.models.incident import Incident


class Agency(models.Model):
    """A line of the school's directory. `key` is set for those that the portal came with."""

    key = models.SlugField(max_length=40, unique=True, null=True, blank=True, editable=False)
    name = models.CharField(max_length=120, unique=True)
    what_for = models.CharField("when to turn to them", max_length=400)
    phone = models.CharField(max_length=60, blank=True)
    web = models.URLField(max_length=300, blank=True)
    email = models.EmailField("e-mail address", blank=True)
    hours = models.CharField("when they answer", max_length=120, blank=True)
    place = models.PositiveSmallIntegerField(default=100)  # in the list
    is_on = models.BooleanField("offered when somebody is told", default=True)
    verified_on = models.DateField("last checked", null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["place", "name"]
        verbose_name_plural = "agencies"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="agency_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Referral(models.Model):
    """The police or an agency told, when, how, and the reference that they gave (I2, I4). Chased until answered.

    `name` is the agency's at that time. `chase_at`: when to ask them again, while there is no answer.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("who was told", max_length=120)
    how = models.CharField(max_length=120)
    reference = models.CharField(max_length=120, blank=True)
    referred_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    chase_at = models.DateTimeField(null=True, blank=True)
    times_chased = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)  # handlers heard that it is time to ask again
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)
    no_answer_needed = models.CharField("why no answer is waited for", max_length=300, blank=True)

    class Meta:
        ordering = ["referred_at", "pk"]
        indexes = [
            models.Index(fields=["chase_at"], condition=Q(chase_at__isnull=False), name="referral_to_chase"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(answered_at=None) | ~Q(answer=""), name="referral_answered_in_words"),
            # While an answer is waited for there is a time to ask again; afterwards there is none.
            models.CheckConstraint(
                condition=Q(chase_at=None) | Q(answered_at=None, no_answer_needed=""),
                name="referral_chased_while_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"referral of {self.incident_id}"

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None and not self.no_answer_needed
