"""What belongs to signing in: open sessions, and requests to take away a lost second step."""

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.module_loading import import_string

from people.models.person import User


class Session(AbstractBaseSession):
    """A session, with whose it is and from where, so that a person can see and end each of theirs."""

    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=120, blank=True)  # in words: "Chrome on Android"
    address = models.GenericIPAddressField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        # By name: the store needs the models, which are not there yet when this file is read.
        store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store


class StepReset(models.Model):
    """An Administrator asks that somebody's second step be taken away; another, or SLT, agrees or refuses."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="step_resets")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True)  # None: nobody has decided, or it ran out

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(decided_at=None), name="one_step_reset_open"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")), name="step_reset_needs_two"
            ),
        ]

    def __str__(self) -> str:
        return f"reset for {self.person_id}"
