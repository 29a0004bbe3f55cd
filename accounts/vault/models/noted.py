"""What the daily round has noted, so that it tells people once."""

from django.db import models

from accounts.vault.models.credential import Credential
from people.models import User


class NotedDuty(models.Model):
    """That Administrators know: this must be changed because of this person. Gone once it is changed."""

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["credential", "person"], name="duty_noted_once")]

    def __str__(self) -> str:
        return f"{self.credential_id} because of {self.person_id}"
