"""An incident and who has a part in it. `visible_to` and `told_to` decide everywhere who learns of it (H5)."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core import times
from incidents.states import SHUT_OUT, TOLD, Category, Lawfulness, Outcome, Part, Severity, Status
from people.models import Role, User

# No letter or digit that is taken for another one when it is read out on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PUBLIC_ID = 10  # characters: nobody guesses one, and it tells nobody how many there are


def new_public_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(PUBLIC_ID))


# Which holders of which role handle it, while its route leads to them. routing.py says when.
LED_TO = {
    "with_seniors": (Role.SLT,),
    "with_leads": (Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD),
    "with_administrators": (Role.ADMINISTRATOR,),
    "to_chair": (Role.CHAIR_OF_GOVERNORS,),
    "to_outside": (Role.OUTSIDE_CONTACT,),
}


class IncidentQuerySet(models.QuerySet["Incident"]):
    def without_a_conflict_for(self, user: User) -> "IncidentQuerySet":
        """Whoever is named as alleged or conflicted sees nothing of it, whatever their role (H5)."""
        named = Involvement.objects.filter(incident=OuterRef("pk"), person=user, part__in=SHUT_OUT, ended_at=None)
        return self.exclude(Exists(named))

    def visible_to(self, user: User) -> "IncidentQuerySet":
        """The case files that `user` handles: by role, where their route leads to it, or by name."""
        if not user.may_sign_in:
            return self.none()
        handles = Involvement.objects.filter(incident=OuterRef("pk"), person=user, part=Part.HANDLER, ended_at=None)
        mine = Q(Exists(handles))
        for route, roles in LED_TO.items():
            if user.holds(*roles):
                mine |= Q(**{route: True})
        return self.without_a_conflict_for(user).filter(mine)

    def told_to(self, user: User) -> "IncidentQuerySet":
        """Those that `user` reported, was hurt by or saw: that it was received, and what handlers open to them."""
        if not user.may_sign_in:
            return self.none()
        part = Involvement.objects.filter(incident=OuterRef("pk"), person=user, part__in=TOLD, ended_at=None)
        return self.without_a_conflict_for(user).filter(Q(reporter=user) | Q(Exists(part)))

    def reported_by(self, user: User) -> "IncidentQuerySet":
        """The reports that `user` made, of which they see only what the handlers opened."""
        return self.told_to(user).filter(reporter=user)


class Incident(models.Model):
    """One reported incident (I1–I4)."""

    public_id = models.CharField(max_length=PUBLIC_ID, unique=True, default=new_public_id, editable=False)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.REPORTED)
    category = models.CharField(max_length=20, choices=Category.choices)
    what_happened = models.TextField(max_length=5000)
    where = models.CharField("link or place", max_length=500, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)  # as far as the reporter knew
    danger = models.BooleanField("somebody is in danger now", default=False)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="incident_reports")
    reported_at = models.DateTimeField()
    # When the school knew of it, where that was before the report: what the law asks for is counted from then (I5).
    aware_at = models.DateTimeField(null=True, blank=True)
    item = models.ForeignKey(
        "moderation.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="incidents"
    )
    account = models.ForeignKey(
        "accounts.Account", null=True, blank=True, on_delete=models.PROTECT, related_name="incidents"
    )
    # Its route, as routing.py found it last.
    with_seniors = models.BooleanField(default=False)
    with_leads = models.BooleanField(default=False)
    with_administrators = models.BooleanField(default=False)
    to_chair = models.BooleanField(default=False)
    to_outside = models.BooleanField(default=False)
    # Who is asked first: the next senior who is not named in it.
    first = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # When “We have been hacked” was pressed for `account`: since then nobody posts through it.
    froze_at = models.DateTimeField(null=True, blank=True)

    assessed_at = models.DateTimeField(null=True, blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, blank=True)
    lawfulness = models.CharField(max_length=20, choices=Lawfulness.choices, blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="led_incidents"
    )
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    # The closure checklist (I4): what it was about, what followed, what was done, what was decided. All, or not closed.
    concern = models.TextField(max_length=3000, blank=True)
    follow_up = models.TextField(max_length=3000, blank=True)
    action = models.TextField(max_length=3000, blank=True)
    decision = models.TextField(max_length=3000, blank=True)
    learning = models.TextField("what we do differently from now on", max_length=3000, blank=True)
    disciplinary_reference = models.CharField(max_length=120, blank=True)  # a reference alone: the file is elsewhere
    outcome_reference = models.CharField(max_length=120, blank=True)  # in the behaviour records, of the complaint
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
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED)
                | (~Q(concern="") & ~Q(follow_up="") & ~Q(action="") & ~Q(decision="")),
                name="incident_closed_complete",
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
        return f"Incident {self.public_id[:5]}-{self.public_id[5:]}"

    @property
    def happened(self) -> str:
        """When it happened, in words; a day of which nobody said the time is told by its midnight."""
        if self.happened_at is None:
            return ""
        local = timezone.localtime(self.happened_at)
        return times.day(local) if (local.hour, local.minute) == (0, 0) else times.exact(local)

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED


class Involvement(models.Model):
    """The part that one person has in an incident, from when to when. Who does not sign in here is named in words."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="involvements")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200, blank=True)  # of somebody who does not sign in here; of a pupil, initials
    link = models.CharField(max_length=500, blank=True)  # a profile, or the post by which they have this part
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
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person=None) & ~Q(name="") & ~Q(part=Part.HANDLER)),
                name="involvement_of_somebody",
            ),
        ]
        indexes = [models.Index(fields=["person", "part"], name="involvement_by_person")]

    def __str__(self) -> str:
        return f"{self.part} in {self.incident_id}"

    @property
    def who(self) -> str:
        return str(self.person) if self.person is not None else self.name
