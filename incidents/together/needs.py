"""What waits for whoever has a task in a case file."""

from django.urls import reverse

from core import clock, times
from core.registry import Need, needs
from incidents.together import selectors
from people.models import User

MOST = 20


@needs
def to_do(person: User) -> list[Need]:
    """One query. The words of the task stay in the file: Today may be read over a shoulder."""
    return [
        Need(
            sentence=f"You have something to do in {task.incident.reference}",
            url=reverse("incidents:incident", kwargs={"ref": task.incident.public_id}) + "#tasks",
            button="Open the task",
            due_at=task.due_at,
            urgency=0 if task.due_at < clock.now() else 1 if times.is_today(task.due_at) else 2,
        )
        for task in selectors.mine(person).order_by("due_at", "pk")[:MOST]
    ]
