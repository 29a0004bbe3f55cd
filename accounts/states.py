"""The life of an account, as data: which state may follow which, and what each is called."""

from django.db import models

from core.transitions import Transitions


class Status(models.TextChoices):
    UNDER_REVIEW = "under_review", "Under review"
    PROVISIONING = "provisioning", "Being created"
    LIVE = "live", "Live"
    CLOSED = "closed", "Closed"


# What somebody who does not run the portal reads on the register.
EXPLANATIONS: dict[str, str] = {
    Status.UNDER_REVIEW: "SLT is deciding about it. Its comments are watched, and the vault takes its password now.",
    Status.PROVISIONING: "SLT approved it. An Administrator is working through the checklist.",
    Status.LIVE: "It is one of the school's accounts: approved, and its checklist finished.",
    Status.CLOSED: "The school no longer uses it.",
}

TRANSITIONS = Transitions(
    table={
        Status.UNDER_REVIEW: (Status.PROVISIONING, Status.CLOSED),
        Status.PROVISIONING: (Status.LIVE, Status.CLOSED),
        Status.LIVE: (Status.CLOSED,),
    },
    labels=dict(Status.choices),
)

# The states in which comments are watched and passwords are kept.
OPEN = (Status.UNDER_REVIEW, Status.PROVISIONING, Status.LIVE)
