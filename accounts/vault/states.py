"""The life of one sealed value."""

from django.db import models

from core.transitions import Transitions


class VersionState(models.TextChoices):
    PENDING = "pending", "Waits until it works"
    CURRENT = "current", "In use"
    RETIRED = "retired", "Replaced"
    CANCELLED = "cancelled", "Never used"


TRANSITIONS = Transitions(
    table={
        VersionState.PENDING: (VersionState.CURRENT, VersionState.CANCELLED),
        VersionState.CURRENT: (VersionState.RETIRED,),
    },
    labels=dict(VersionState.choices),
)
