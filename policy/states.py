"""A policy version's way: written as a draft, published, and superseded by the next one."""

from django.db import models

from core.transitions import Transitions


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "In force"
    SUPERSEDED = "superseded", "Replaced"


TRANSITIONS = Transitions(
    {
        Status.DRAFT: {Status.PUBLISHED},
        Status.PUBLISHED: {Status.SUPERSEDED},
        Status.SUPERSEDED: set(),
    },
    {status.value: str(status.label) for status in Status},
)
