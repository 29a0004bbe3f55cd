"""The states of a business case, which may follow which, and the verdicts that SLT can give."""

from django.db import models

from core.transitions import Transitions


class Kind(models.TextChoices):
    NEW = "new", "A new account"
    EXISTING = "existing", "An account that the school already has"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waiting for a decision"
    RETURNED = "returned", "Returned for changes"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Verdict(models.TextChoices):
    APPROVE = "approve", "Approved"
    REJECT = "reject", "Rejected"
    RETURN = "return", "Returned for changes"


# What the applicant may still change, and what is still on its way.
EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
UNDECIDED = frozenset({Status.DRAFT, Status.SUBMITTED, Status.RETURNED})

TRANSITIONS = Transitions(
    table={
        Status.DRAFT: (Status.SUBMITTED, Status.WITHDRAWN),
        Status.SUBMITTED: (Status.DRAFT, Status.RETURNED, Status.APPROVED, Status.REJECTED, Status.WITHDRAWN),
        Status.RETURNED: (Status.SUBMITTED, Status.WITHDRAWN),
    },
    labels=dict(Status.choices),
)
