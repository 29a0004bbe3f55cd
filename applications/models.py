"""A business case, its revisions, who is to run the account, and what SLT decided. Rows A1 to A4."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts.models import Account, Openness, Platform
from applications.seats import Bench, Capacity, Ties
from applications.states import EDITABLE, Kind, Status, Verdict
from people.absences.selectors import acting_for
from people.models import Role, User


class ApplicationQuerySet(QuerySet["Application"]):
    def with_revisions(self) -> Self:
        """Each with `latest_id`, its newest revision, and `sent_id`, the newest that was submitted."""
        newest = Revision.objects.filter(application=OuterRef("pk")).order_by("-number").values("pk")
        return self.alias(latest_id=Subquery(newest[:1]), sent_id=Subquery(newest.exclude(submitted_at=None)[:1]))

    def submitted(self) -> Self:
        """Those that were submitted at least once, whatever became of them."""
        return self.filter(Exists(Revision.objects.filter(application=OuterRef("pk")).exclude(submitted_at=None)))

    def naming(self, person: User) -> Self:
        """Those that name `person` as a runner, in the draft or in what was submitted last."""
        named = RevisionRunner.objects.filter(person=person)
        return self.with_revisions().filter(
            Exists(named.filter(revision=OuterRef("latest_id"))) | Exists(named.filter(revision=OuterRef("sent_id")))
        )

    def waiting(self) -> Self:
        return self.filter(status=Status.SUBMITTED)

    def ties(self) -> dict[int, Ties]:
        """Who is tied to each of these cases as it was submitted last, by the case's key; in four queries."""
        applicants = dict(self.values_list("pk", "applicant_id"))
        sent = Revision.objects.filter(application__in=applicants).exclude(submitted_at=None).order_by("number")
        latest = {case: revision for revision, case in sent.values_list("pk", "application_id")}
        named: dict[int, set[int]] = {}
        runners = RevisionRunner.objects.filter(revision__in=latest.values())
        for revision, person in runners.values_list("revision_id", "person_id"):
            named.setdefault(revision, set()).add(person)
        given: dict[int, list[Decision]] = {}
        for decision in Decision.objects.filter(revision__in=latest.values()):
            given.setdefault(decision.revision_id, []).append(decision)
        found = {}
        for pk, applicant in applicants.items():
            decisions = given.get(latest.get(pk, 0), [])
            found[pk] = Ties(
                applicant=applicant,
                named=frozenset(named.get(latest.get(pk, 0), ())),
                decided=frozenset(one.decided_by_id for one in decisions),
                spoken_for=frozenset(one.acted_for_id for one in decisions if one.acted_for_id is not None),
                approvals=sum(one.verdict == Verdict.APPROVE for one in decisions),
            )
        return found

    def for_decision_by(self, person: User) -> dict[int, Capacity]:
        """The waiting cases that `person` may decide today, by their keys, each with in whose place (A4)."""
        bench, found = Bench(), {}
        for pk, ties in self.waiting().ties().items():
            answer = bench.capacity(person, ties)
            if isinstance(answer, Capacity):
                found[pk] = answer
        return found

    def visible_to(self, user: User) -> Self:
        """One's own and those that name one; all that were ever submitted, for SLT and Administrators.

        The chair of governors, and whoever acts for SLT or the chair today, sees what they may decide and what
        they decided.
        """
        seen = Q(applicant=user) | Q(pk__in=Application.objects.naming(user).values("pk"))
        if user.holds(Role.SLT, Role.ADMINISTRATOR):
            seen |= Q(pk__in=Application.objects.submitted().values("pk"))
        elif user.holds(Role.CHAIR_OF_GOVERNORS) or acting_for(user):
            seen |= Q(pk__in=list(Application.objects.all().for_decision_by(user)))
            seen |= Q(pk__in=Decision.objects.filter(decided_by=user).values("application"))
        return self.filter(seen)


class Application(models.Model):
    """A business case for one account, from its first draft to the decision."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    applicant = models.ForeignKey(User, on_delete=models.PROTECT, related_name="applications")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="applications")
    created_at = models.DateTimeField()
    held_at = models.DateTimeField(null=True, blank=True)  # since when it waits for a runner who is not ready (A3)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="application_status_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="application_kind_known"),
            models.CheckConstraint(
                condition=~Q(status=Status.APPROVED) | Q(account__isnull=False), name="application_approved_has_account"
            ),
        ]

    def __str__(self) -> str:
        return f"Business case {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("applications:detail", kwargs={"pk": self.pk})

    def decide_url(self) -> str:
        return reverse("applications:decide", kwargs={"pk": self.pk})

    def write_url(self) -> str:
        return reverse("applications:write", kwargs={"pk": self.pk})

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE

    @property
    def is_existing(self) -> bool:
        return self.kind == Kind.EXISTING

    def latest(self) -> "Revision":
        """The newest revision, submitted or not."""
        return self.revisions.order_by("-number")[0]

    def sent(self) -> "Revision | None":
        """The revision that was submitted last: the one that is decided on."""
        return self.revisions.exclude(submitted_at=None).order_by("-number").first()

    def revision_for(self, person: User) -> "Revision":
        """What `person` may read of it: a draft only if it is their own or names them, else what was submitted last."""
        latest = self.latest()
        if latest.submitted_at is not None or self.applicant_id == person.pk:
            return latest
        if latest.runners.filter(person=person).exists():
            return latest
        return self.sent() or latest

    def ties(self) -> Ties:
        """Who is tied to the case as it was submitted last, and who has decided on it."""
        return Application.objects.filter(pk=self.pk).ties()[self.pk]

    def draft(self) -> "Revision | None":
        """The revision that is not submitted yet."""
        return self.revisions.filter(submitted_at=None).first()


class Revision(models.Model):
    """What the business case says at one time. Once submitted it never changes."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    platform = models.CharField(max_length=20, choices=Platform.choices, blank=True)
    proposed_name = models.CharField("name of the account", max_length=120, blank=True)
    handle = models.CharField("handle", max_length=100, blank=True)
    url = models.CharField("web address", max_length=300, blank=True)
    aim = models.TextField(blank=True)
    audience = models.TextField(blank=True)
    promotion = models.TextField(blank=True)
    openness = models.CharField(max_length=10, choices=Openness.choices, blank=True)
    openness_reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="revision_numbered_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(submitted_at=None), name="revision_one_unsubmitted"
            ),
            models.CheckConstraint(condition=Q(platform__in=["", *Platform.values]), name="revision_platform_known"),
            models.CheckConstraint(condition=Q(openness__in=["", *Openness.values]), name="revision_openness_known"),
        ]

    def __str__(self) -> str:
        return f"Business case {self.application_id}, revision {self.number}"

    def people(self) -> list[User]:
        """The runners, the lead first."""
        return [runner.person for runner in self.runners.all()]


class RevisionRunner(models.Model):
    """Somebody named in a revision to run the account."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="runners")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposals")
    is_lead = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_lead", "person__full_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "person"], name="revision_names_once"),
            models.UniqueConstraint(fields=["revision"], condition=Q(is_lead=True), name="revision_one_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in revision {self.revision_id}"


class Decision(models.Model):
    """One person's verdict on one revision, with the reason. Never changed, never taken back."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reason = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="decisions")
    acted_for = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # who was away
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "decided_by"], name="decision_once_each"),
            models.UniqueConstraint(
                fields=["revision", "acted_for"], condition=Q(acted_for__isnull=False), name="decision_once_for_each"
            ),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="decision_verdict_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} by {self.decided_by_id}"

    @property
    def by(self) -> str:
        """Who decided, and in whose place: "Dev Deputy for Helen Head"."""
        name = self.decided_by.full_name
        return name if self.acted_for is None else f"{name} for {self.acted_for.full_name}"
