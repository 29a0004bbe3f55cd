"""A course's way: written as a draft, offered to everybody, and retired; it may come back."""

from django.db import models

from core.transitions import Transitions


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    LIVE = "live", "Offered"
    RETIRED = "retired", "Retired"


TRANSITIONS = Transitions(
    {
        Status.DRAFT: {Status.LIVE, Status.RETIRED},
        Status.LIVE: {Status.RETIRED},
        Status.RETIRED: {Status.LIVE},
    },
    {status.value: str(status.label) for status in Status},
)
