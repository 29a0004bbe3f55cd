"""The school's policy in versions, who has acknowledged which, declared and been trained. Rows P1, P2, P3, P7."""

import hashlib
from datetime import date
from typing import Any, cast

from django.db import models
from django.db.models import Q

from core import clock
from people.models import Role, User
from policy.declarations import EDITIONS, Edition
from policy.states import Status


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def visible_to(self, user: User) -> "PolicyVersionQuerySet":
        """Everybody may read what is or was in force; the draft is SLT's."""
        if user.holds(Role.SLT):
            return self.all()
        return self.exclude(status=Status.DRAFT)


class PolicyVersion(models.Model):
    """One text of the policy. Once published, its words never change: the database refuses it."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=160)
    body_markdown = models.TextField("text")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of title and text, since it was published
    effective_on = models.DateField("in force from", null=True, blank=True)
    review_on = models.DateField("to be reviewed by", null=True, blank=True)
    drafted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sitting = models.UUIDField(null=True, blank=True)  # the page on which the draft was last typed
    published_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = cast("models.Manager[PolicyVersion]", PolicyVersionQuerySet.as_manager())

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="policy_version_status_known"),
            models.UniqueConstraint(fields=["status"], condition=Q(status="draft"), name="policy_one_draft"),
            models.UniqueConstraint(fields=["status"], condition=Q(status="published"), name="policy_one_in_force"),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (
                    Q(published_at__isnull=False, effective_on__isnull=False, review_on__isnull=False)
                    & Q(review_on__gt=models.F("effective_on"))
                    & ~Q(digest="")
                ),
                name="policy_published_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"

    def text_digest(self) -> str:
        """The SHA-256, in hexadecimal, of the title and the text as they stand."""
        return hashlib.sha256(f"{self.title}\n\n{self.body_markdown}".encode()).hexdigest()

    @property
    def is_current(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def review_is_overdue(self) -> bool:
        return self.is_current and self.review_on is not None and self.review_on < clock.today()


class Review(models.Model):
    """SLT has reviewed the version in force and left its words as they are (P1)."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="reviews")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    was_due_on = models.DateField()
    next_due_on = models.DateField()

    class Meta:
        ordering = ["-reviewed_at", "-pk"]

    def __str__(self) -> str:
        return f"review of {self.version_id}"


class OwnQuerySet(models.QuerySet[Any]):
    """What a person has confirmed for themselves."""

    def visible_to(self, user: User) -> "OwnQuerySet":
        """SLT and Administrators see everybody's; anybody else sees their own."""
        if user.holds(Role.SLT, Role.ADMINISTRATOR):
            return self.all()
        return self.filter(person=user)


class Acknowledgement(models.Model):
    """A person has confirmed that they read and understood one version, by its digest."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="acknowledgements")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="acknowledgements")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = cast("models.Manager[Acknowledgement]", OwnQuerySet.as_manager())

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="policy_acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.person_id} acknowledged {self.version_id}"


class Declaration(models.Model):
    """A person has confirmed the yearly statements, in one edition of their words (P7)."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="declarations")
    edition = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    valid_until = models.DateField("counts until")

    objects = cast("models.Manager[Declaration]", OwnQuerySet.as_manager())

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "-valid_until"], name="policy_declaration_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} declared edition {self.edition}"

    @property
    def words(self) -> Edition:
        """The statements that were confirmed."""
        return EDITIONS[self.edition]


class TrainingRecordQuerySet(models.QuerySet["TrainingRecord"]):
    def visible_to(self, user: User) -> "TrainingRecordQuerySet":
        """SLT and Administrators see every record; anybody else sees their own."""
        if user.holds(Role.SLT, Role.ADMINISTRATOR):
            return self.all()
        return self.filter(person=user)

    def standing(self) -> "TrainingRecordQuerySet":
        """Those that nobody has struck out as a mistake."""
        return self.filter(struck_at=None)


class TrainingRecord(models.Model):
    """Training that a person has completed, and the last day on which it counts."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="training")
    title = models.CharField("course", max_length=160)
    completed_on = models.DateField()
    valid_until = models.DateField("counts until")
    evidence = models.CharField("how the school knows", max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)  # recorded by mistake: kept, but counts no more

    objects = cast("models.Manager[TrainingRecord]", TrainingRecordQuerySet.as_manager())

    class Meta:
        ordering = ["-valid_until", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=models.F("completed_on")), name="policy_training_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["person", "-valid_until"], name="policy_training_of_person")]

    def __str__(self) -> str:
        return f"{self.title} ({self.person_id})"

    def counts_on(self, day: date) -> bool:
        return self.struck_at is None and self.completed_on <= day <= self.valid_until
