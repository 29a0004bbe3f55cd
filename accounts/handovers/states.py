"""The life of a handover."""

from django.db import models

from core.transitions import Transitions


class Status(models.TextChoices):
    OPEN = "open", "To decide"
    ASKED = "asked", "Waits for the successor"
    IN_HAND = "in_hand", "In hand"
    TO_CONFIRM = "to_confirm", "Waits for a second person"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Not needed any more"


TRANSITIONS = Transitions(
    table={
        # Chosen: a successor is asked; closing, and going on without, need nobody's consent.
        Status.OPEN: (Status.ASKED, Status.IN_HAND, Status.CANCELLED),
        Status.ASKED: (Status.OPEN, Status.IN_HAND, Status.CANCELLED),
        Status.IN_HAND: (Status.OPEN, Status.TO_CONFIRM, Status.CANCELLED),
        Status.TO_CONFIRM: (Status.IN_HAND, Status.COMPLETED, Status.CANCELLED),
    },
    labels=dict(Status.choices),
)

GOING_ON = (Status.OPEN, Status.ASKED, Status.IN_HAND, Status.TO_CONFIRM)

OVERDUE = "overdue"  # no state of its own: going on, and its day has passed
