"""A file of comments on its way in, and the lines of it that could not be taken."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Account
from moderation.states import BatchStatus


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: Any) -> "ImportBatchQuerySet":
        return self.filter(account__in=Account.objects.visible_to(user).values("pk"))


class ImportBatch(models.Model):
    """One file for one account. `mapping` says which of its columns holds what, by index."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="imports")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=255)
    status = models.CharField(max_length=10, choices=BatchStatus.choices, default=BatchStatus.MAPPING)
    mapping = models.JSONField(default=dict, blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    already_there = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    worked_at = models.DateTimeField(null=True, blank=True)  # when a worker was asked, or last got further
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=BatchStatus.values), name="import_batch_status_known")
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportFile(models.Model):
    """The file as it was uploaded: a row of its own, removed when the import is done or given up.

    Apart from the batch, whose row is written again for each few hundred comments.
    """

    batch = models.OneToOneField(ImportBatch, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of import {self.batch_id}"


class ImportRow(models.Model):
    """A line that was rejected: where it stands in the file, what is wrong with it, and how it began."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rejected_rows")
    line = models.PositiveIntegerField()
    error = models.CharField(max_length=400)
    excerpt = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["line", "pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="import_row_once")]

    def __str__(self) -> str:
        return f"line {self.line} of import {self.batch_id}"
