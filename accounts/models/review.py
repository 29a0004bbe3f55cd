"""The yearly look at an account: is it still needed, active, and run by the right people?"""

from django.db import models

from accounts.models.account import Account
from people.models import User


class AccountReview(models.Model):
    """What somebody found at such a look."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="reviews")
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    still_needed = models.BooleanField()
    active = models.BooleanField()
    right_people = models.BooleanField()
    note = models.TextField(blank=True)
    next_on = models.DateField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(still_needed=True, active=True, right_people=True) | ~models.Q(note=""),
                name="review_finding_has_note",
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.account_id}"
