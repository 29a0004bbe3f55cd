"""An incident's case file: the report, who has a part in it, its timeline, and referrals."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from incidents.states import (
    SHUT_OUT,
    Category,
    EntryKind,
    Lawfulness,
    Outcome,
    Part,
    Severity,
    Status,
    handler_roles,
)
from people.models import Role, RoleGrant, User


class IncidentQuerySet(models.QuerySet["Incident"]):
    def without_a_conflict_for(self, user: User) -> "IncidentQuerySet":
        """Whoever is named as alleged or conflicted sees nothing of it, whatever their role (H5)."""
        named = Involvement.objects.filter(incident=OuterRef("pk"), person=user, part__in=SHUT_OUT, ended_at=None)
        return self.exclude(Exists(named))

    def visible_to(self, user: User) -> "IncidentQuerySet":
        """The case files that `user` handles, by role and category or by name."""
        if not user.may_sign_in:
            return self.none()
        categories = [c for c in Category.values if user.holds(*handler_roles(c))]
        handles = Exists(
            Involvement.objects.filter(incident=OuterRef("pk"), person=user, part=Part.HANDLER, ended_at=None)
        )
        mine = Q(category__in=categories) | Q(handles)
        if user.holds(Role.CHAIR_OF_GOVERNORS):
            mine |= Q(to_chair=True)
        return self.without_a_conflict_for(user).filter(mine)

    def wrongly_with_or_without_chair(self) -> "IncidentQuerySet":
        """Open files whose `to_chair` no longer says whether a member of SLT is free to handle them: one left, say."""
        shut_out = Involvement.objects.filter(
            incident=OuterRef(OuterRef("pk")), person=OuterRef("person"), part__in=SHUT_OUT, ended_at=None
        )
        free = RoleGrant.objects.filter(
            ~Exists(shut_out), role=Role.SLT, revoked_at=None, person__in=User.objects.active()
        )
        return (
            self.exclude(status=Status.CLOSED)
            .exclude(Exists(free), to_chair=False)
            .exclude(~Exists(free), to_chair=True)
        )

    def reported_by(self, user: User) -> "IncidentQuerySet":
        """The reports that `user` made, of which they see only what the handlers opened."""
        return self.without_a_conflict_for(user).filter(reporter=user)


class Incident(models.Model):
    """One reported incident (I1–I4)."""

    status = models.CharField(max_length=20, choices=Status.choices, default=Status.REPORTED)
    category = models.CharField(max_length=20, choices=Category.choices)
    what_happened = models.TextField(max_length=5000)
    where = models.CharField("link or place", max_length=500, blank=True)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="incident_reports")
    reported_at = models.DateTimeField()
    item = models.ForeignKey(
        "moderation.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="incidents"
    )
    account = models.ForeignKey(
        "accounts.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="incidents"
    )
    to_chair = models.BooleanField(default=False)  # no member of SLT is free to handle it
    # When “We have been hacked” was pressed for `account`: since then nobody posts through it.
    froze_at = models.DateTimeField(null=True, blank=True)

    assess_by = models.DateTimeField()
    assessed_at = models.DateTimeField(null=True, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, blank=True)
    lawfulness = models.CharField(max_length=20, choices=Lawfulness.choices, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="led_incidents"
    )
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    outcome_text = models.TextField(max_length=3000, blank=True)
    no_referral_reason = models.TextField(max_length=2000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="incident_status_known"),
            models.CheckConstraint(
                condition=Q(status=Status.REPORTED) | (~Q(severity="") & ~Q(lawfulness="")),
                name="incident_assessed_before_more",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | (~Q(outcome="") & Q(closed_at__isnull=False)),
                name="incident_closed_with_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-reported_at"], name="incident_list"),
            models.Index(fields=["reporter", "-reported_at"], name="incident_by_reporter"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """How people speak of it: says nothing of what it is about."""
        return f"Incident {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED


class Involvement(models.Model):
    """The part that one person has in an incident, from when to when."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="involvements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person", "part"], condition=Q(ended_at=None), name="involvement_once"
            ),
            models.CheckConstraint(condition=Q(part__in=Part.values), name="involvement_part_known"),
        ]
        indexes = [models.Index(fields=["person", "part"], name="involvement_by_person")]

    def __str__(self) -> str:
        return f"{self.part} in {self.incident_id}"


class Entry(models.Model):
    """One line of the case file's timeline, kept for good."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    text = models.TextField(max_length=5000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    open_to_reporter = models.BooleanField("the person who reported it may read this", default=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.kind} on {self.incident_id}"


class Referral(models.Model):
    """The police or an agency told, when, how, and the reference that they gave (I2, I4)."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="referrals")
    agency = models.CharField(max_length=120)
    how = models.CharField(max_length=120)
    reference = models.CharField(max_length=120, blank=True)
    referred_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["referred_at", "pk"]

    def __str__(self) -> str:
        return f"referral of {self.incident_id}"
