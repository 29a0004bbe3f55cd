"""What belongs to signing in: open sessions, and requests to take away a lost second step."""

import hashlib
from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.module_loading import import_string

from people.models.person import Role, User


class Session(AbstractBaseSession):
    """A session, with whose it is and from where, so that a person can see and end each of theirs."""

    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=120, blank=True)  # in words: "Chrome on Android"
    address = models.GenericIPAddressField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    @property
    def handle(self) -> str:
        """Names the session on a page. Its key must not stand there: with the key one could take the session over."""
        return hashlib.sha256(f"session {self.pk}".encode()).hexdigest()[:20]

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        # By name: the store needs the models, which are not there yet when this file is read.
        store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store


class StepResetQuerySet(models.QuerySet["StepReset"]):
    def visible_to(self, user: User) -> "StepResetQuerySet":
        """SLT and Administrators see all, others those about themselves."""
        if user.holds(Role.SLT, Role.ADMINISTRATOR):
            return self.all()
        return self.filter(person=user)


class StepResetManager(models.Manager["StepReset"]):
    def get_queryset(self) -> StepResetQuerySet:
        return StepResetQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> StepResetQuerySet:
        return self.get_queryset().visible_to(user)


class StepReset(models.Model):
    """One person asks that somebody's second step be taken away; another agrees or refuses."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="step_resets")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True)  # None: nobody has decided, or it ran out

    objects: ClassVar[StepResetManager] = StepResetManager()

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
