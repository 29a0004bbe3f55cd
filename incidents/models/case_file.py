"""What is written in a case file: its timeline, tasks, and the incidents that it belongs together with (I3)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from incidents.models.incident import Incident
from incidents.states import EntryKind


class Entry(models.Model):
    """One line of the timeline. The database lets nobody change or delete it: a mistake is corrected by another line.

    `happened_at` is when what it tells of happened, where that was earlier than `at`, when it was written.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    text = models.TextField(max_length=5000)
    reason = models.TextField(max_length=2000, blank=True)  # of a decision
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True, blank=True)
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    open_to_reporter = models.BooleanField("the person who reported it may read this", default=False)
    open_to_target = models.BooleanField("the person affected by it may read this", default=False)
    open_to_witness = models.BooleanField("those who saw it may read this", default=False)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
            models.CheckConstraint(
                condition=Q(corrects=None) | Q(kind=EntryKind.CORRECTION), name="entry_correction_corrects"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.incident_id}"


class Task(models.Model):
    """Something that one handler does by a time."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="tasks")
    words = models.CharField("what is to be done", max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dropped = models.CharField("why it is not needed any more", max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # its owner heard that it is late

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="task_says_what"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, dropped="") | Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_at"], condition=Q(done_at=None), name="task_to_do")]

    def __str__(self) -> str:
        return f"task {self.pk} of {self.incident_id}"


class Relation(models.Model):
    """Two incidents that belong together, seen only by whoever handles both. Kept once, the older one first."""

    one = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], condition=Q(ended_at=None), name="relation_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="relation_older_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} with {self.other_id}"
