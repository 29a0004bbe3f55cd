"""What somebody has written of a report and not sent yet (I1, I6)."""

from django.conf import settings
from django.db import models


class ReportDraft(models.Model):
    """One for each person and page, seen by nobody else; gone with the report, or a week after the last word.

    `about` is the page: "report", "mistake", "comment:7", "picture:3".
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=40)
    words = models.JSONField(default=dict)  # by field of the page; never a file
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "about"], name="report_draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.person_id}"
