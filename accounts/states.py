"""The life of an account, as data: which state may follow which, and what each is called."""

from django.db import models

from core.transitions import Transitions


class Status(models.TextChoices):
    UNDER_REVIEW = "under_review", "Under review"
    APPROVED = "approved", "Approved"
    PROVISIONING = "provisioning", "Being set up"
    LIVE = "live", "Live"
    SUSPENDED = "suspended", "Suspended"
    CLOSING = "closing", "Being closed"
    CLOSED = "closed", "Closed"


# What somebody who does not run the portal reads on the register.
EXPLANATIONS: dict[str, str] = {
    Status.UNDER_REVIEW: "SLT is deciding about it. Its comments are watched, and the vault takes its password now.",
    Status.APPROVED: "SLT approved it. An Administrator sets it up next.",
    Status.PROVISIONING: "SLT approved it. An Administrator is working through the checklist.",
    Status.LIVE: "It is one of the school's accounts: approved, and its checklist finished.",
    Status.SUSPENDED: "Nothing is posted through it until it is safe again. Its comments are still watched.",
    Status.CLOSING: "The school is closing it. Its comments are watched until it is gone.",
    Status.CLOSED: "The school no longer uses it.",
}

# An account that is suspended, or whose closing is called off, goes back to where it was (`Account.status_before`).
TRANSITIONS = Transitions(
    table={
        Status.UNDER_REVIEW: (Status.APPROVED, Status.SUSPENDED, Status.CLOSING),
        Status.APPROVED: (Status.PROVISIONING, Status.CLOSING),
        Status.PROVISIONING: (Status.LIVE, Status.SUSPENDED, Status.CLOSING),
        Status.LIVE: (Status.SUSPENDED, Status.CLOSING),
        Status.SUSPENDED: (Status.UNDER_REVIEW, Status.APPROVED, Status.PROVISIONING, Status.LIVE, Status.CLOSING),
        Status.CLOSING: (
            Status.CLOSED,
            Status.UNDER_REVIEW,
            Status.APPROVED,
            Status.PROVISIONING,
            Status.LIVE,
            Status.SUSPENDED,
        ),
    },
    labels=dict(Status.choices),
)

# The states in which comments are watched and passwords are kept: all but closed.
OPEN = tuple(status for status in Status if status != Status.CLOSED)
# Approved, and on its way to being live.
TO_SET_UP = (Status.APPROVED, Status.PROVISIONING)
