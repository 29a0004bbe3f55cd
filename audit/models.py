"""Two tables: the events, and the one row that says where the chain ends."""

from typing import Any, cast

from django.db import models


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> "EventQuerySet":
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


class Event(models.Model):
    """One thing that somebody did, or was refused. Holds ids, verbs and digests, never free text."""

    id = models.BigIntegerField(primary_key=True)  # given by the chain, without gaps, from 1
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)  # "person:12" or "system:sweep"
    verb = models.CharField(max_length=80)
    refused = models.BooleanField(default=False)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = cast("models.Manager[Event]", EventQuerySet.as_manager())

    class Meta:
        db_table = "audit_event"
        ordering = ["id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_by_subject"),
            models.Index(fields=["actor", "id"], name="audit_by_actor"),
            models.Index(fields=["verb", "id"], name="audit_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.verb}"

    @property
    def person_id(self) -> int | None:
        kind, _, number = self.actor.partition(":")
        return int(number) if kind == "person" else None

    def content(self) -> dict[str, Any]:
        """What the digest covers, beside the digest before it."""
        return {
            "id": self.id,
            "at": self.at.isoformat(timespec="microseconds"),
            "actor": self.actor,
            "verb": self.verb,
            "refused": self.refused,
            "subject_type": self.subject_type,
            "subject_id": self.subject_id,
            "data": self.data,
        }


class Head(models.Model):
    """The chain's last id and digest: one row, locked last by whoever appends."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last_id = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "audit_head"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_one_row")]

    def __str__(self) -> str:
        return f"{self.last_id} {self.digest[:12]}"
