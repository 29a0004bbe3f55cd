"""A compromising picture taken by accident, and that it was deleted at once (C6). No picture is ever uploaded."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from incidents.models.incident import Incident
from people.models import Role, User


class DeletedPictureQuerySet(models.QuerySet["DeletedPicture"]):
    def visible_to(self, user: User) -> "DeletedPictureQuerySet":
        """SLT and the safeguarding leads see each; others their own."""
        if not user.may_sign_in:
            return self.none()
        if user.holds(Role.SLT, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD):
            return self.all()
        return self.filter(by=user)


class DeletedPicture(models.Model):
    """When it was taken, when and from where it was deleted, and in the fewest words what kind of picture it was."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    deleted_at = models.DateTimeField()
    device = models.CharField("what it was taken with", max_length=120)
    words = models.CharField("what kind of picture, without names", max_length=300)
    from_bin = models.BooleanField("also from “recently deleted”", default=False)
    from_cloud = models.BooleanField("also from the cloud and backups", default=False)
    was_shared = models.BooleanField("somebody else had it already", default=False)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: Any = DeletedPictureQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(deleted_at__gte=models.F("taken_at")), name="picture_deleted_after"),
            models.CheckConstraint(
                condition=Q(seen_at=None, seen_by=None) | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="picture_seen_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"deleted picture {self.pk}"
