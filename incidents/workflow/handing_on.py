"""No task stays with somebody who no longer handles the incident: it falls to whoever leads it (I3, H5)."""

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.clock import now
from incidents import telling
from incidents.models import Incident, Task
from incidents.staffing import handlers
from incidents.together import rules as _rules  # noqa: F401  (registers the rule)
from people.models import User


@audit.verb("incidents.hand_on_tasks", "handed on the tasks of somebody who no longer handles the incident")
def hand_on_tasks(incident: Incident, *, actor: Actor) -> Incident:
    """For people who left, or lost a role, without anybody having taken a name off the file. Raises NotAllowed."""
    incident = audit.lock(incident)
    rules.require("incidents.hand_on_tasks", actor, incident)
    pass_on_tasks(incident, actor)
    return incident


def pass_on_tasks(incident: Incident, actor: Actor) -> list[Task]:
    """Give what such people had to do to the lead, or to whoever was asked first, and tell them. Returns the tasks.

    Where neither of them handles it the tasks stay, and the page says that nobody has them. One query where there are
    no tasks.
    """
    tasks = list(Task.objects.filter(incident=incident, done_at=None))
    if not tasks:
        return []
    able = {person.pk: person for person in handlers(incident)}
    lost = [task for task in tasks if task.owner_id not in able]
    heir: User | None = able.get(incident.lead_id or 0) or able.get(incident.first_id or 0)
    if not lost or heir is None:
        return []
    Task.objects.filter(pk__in=[task.pk for task in lost]).update(owner=heir, reminded_at=None)
    audit.record("incidents.hand_on_tasks", incident, actor=actor, tasks=[task.pk for task in lost], owner=heir.pk)
    telling.tell(
        [heir],
        "incidents.tasks_handed_on",
        incident,
        f"tasks:{','.join(str(task.pk) for task in lost)}:{now().isoformat()}",
    )
    return lost
