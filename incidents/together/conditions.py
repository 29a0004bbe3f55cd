"""A file is not closed while something in it is still to be done (I3)."""

from django.urls import reverse

from incidents.closing import Missing, condition
from incidents.models import Incident


@condition("Every task is done, or it says why it is not needed", order=40)
def tasks_are_done(incident: Incident) -> list[Missing]:
    """One query."""
    url = reverse("incidents:incident", kwargs={"ref": incident.public_id}) + "#tasks"
    return [
        Missing(f"“{task.words}” is still to do. Mark it as done, or say why it is not needed.", url)
        for task in incident.tasks.filter(done_at=None)
    ]
