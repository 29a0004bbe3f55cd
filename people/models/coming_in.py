"""How people come in: single-use links, and staff lists that add many at once."""

from datetime import datetime
from typing import cast

from django.db import models

from people.models.person import User


class Invitation(models.Model):
    """A single-use link by which a person chooses a password. The token itself is kept only as a digest,

    and sealed until the e-mail with it has gone.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    sealed_token = models.BinaryField(null=True, blank=True)
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"invitation of {self.person_id}"

    def open_at(self, moment: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and moment < self.expires_at


class StaffListQuerySet(models.QuerySet["StaffList"]):
    def visible_to(self, user: User) -> "StaffListQuerySet":
        """One's own alone: nobody else needs the addresses in a file that is not decided yet."""
        return self.filter(uploaded_by=user)


class StaffList(models.Model):
    """A list of people that somebody gave as a file: kept from the preview until it is added or left, a day at most.

    `rows` are what was read, one list a person: line, name, address, roles, employed, starts on, leaves on, manager's
    address; none once they are added. `problems` are [line, what is wrong, how the row begins]; `columns` are
    [heading, what it was taken for]; `notes` are sentences about the file.
    """

    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=120)
    rows = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    invited = models.BooleanField(default=False)
    there = models.PositiveIntegerField(default=0)  # in the portal already when the list was added
    added = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(null=True, blank=True)

    objects = cast("models.Manager[StaffList]", StaffListQuerySet.as_manager())

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"staff list {self.pk}"
