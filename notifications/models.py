"""One row per person and thing to be told: the notice in the portal, and the e-mail still to send."""

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import Q


class Mail(models.TextChoices):
    NONE = "none", "in the portal only"
    WAITING = "waiting", "waiting to be sent"
    SENT = "sent", "sent"
    FAILED = "failed", "could not be sent"


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: Any) -> "NotificationQuerySet":
        return self.filter(recipient=user, withdrawn_at=None, hidden=False)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at=None)

    def mail_due(self, now: datetime) -> "NotificationQuerySet":
        return self.filter(mail=Mail.WAITING, mail_after__lte=now, withdrawn_at=None)


class Notification(models.Model):
    """Unique on (event, template, recipient): told once, however often the cause is noticed."""

    event = models.CharField(max_length=120)
    template = models.CharField(max_length=80)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    params = models.JSONField(default=dict)  # counts, dates and names of places; no pupil, no allegation
    url = models.CharField(max_length=300, blank=True)
    about_type = models.CharField(max_length=80, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden = models.BooleanField(default=False)  # mail only: a reset link is no notice

    mail = models.CharField(max_length=10, choices=Mail.choices, default=Mail.NONE)
    mail_after = models.DateTimeField(null=True, blank=True)  # not before; moved on by each try
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    mail_sent_at = models.DateTimeField(null=True, blank=True)

    objects = cast("models.Manager[Notification]", NotificationQuerySet.as_manager())

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "template", "recipient"], name="notification_once"),
            models.CheckConstraint(condition=Q(mail__in=Mail.values), name="notification_mail_known"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"], name="notification_list"),
            models.Index(fields=["mail_after"], condition=Q(mail="waiting"), name="notification_mail_due"),
            models.Index(fields=["about_type", "about_id"], name="notification_about"),
        ]

    def __str__(self) -> str:
        return f"{self.template} for {self.recipient_id}"
