"""What is read about tasks, and about incidents that belong together."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import clock
from incidents.models import Incident, Relation, Task
from incidents.staffing import handlers
from incidents.states import Status
from people.models import User


def open_tasks(incident: Incident) -> QuerySet[Task]:
    """Those that are still to be done, the next one first."""
    return incident.tasks.filter(done_at=None)


def ended_tasks(incident: Incident) -> QuerySet[Task]:
    """Those that were done or dropped, the last one first."""
    return incident.tasks.exclude(done_at=None).select_related("owner", "done_by").order_by("-done_at", "-pk")


def mine(person: User) -> QuerySet[Task]:
    """What `person` has to do, in the files that they handle."""
    seen = Incident.objects.visible_to(person).exclude(status=Status.CLOSED)
    return Task.objects.filter(owner=person, done_at=None, incident__in=seen.values("pk")).select_related("incident")


def late_tasks() -> Iterator[Task]:
    """Those whose owner has not been told that they are late, and handles the incident still."""
    late = Task.objects.filter(done_at=None, reminded_at=None, due_at__lt=clock.now()).select_related("owner")
    for task in late.order_by("pk")[:500]:
        if Incident.objects.visible_to(task.owner).filter(pk=task.incident_id).exists():
            yield task


def left_behind() -> list[Incident]:
    """Open incidents with a task whose owner does not handle them any more."""
    found: dict[int, Incident] = {}
    to_do = Task.objects.filter(done_at=None).exclude(incident__status=Status.CLOSED).select_related("incident")
    able: dict[int, set[int]] = {}
    for task in to_do:
        if task.incident_id not in able:
            able[task.incident_id] = set(handlers(task.incident).values_list("pk", flat=True))
        if task.owner_id not in able[task.incident_id]:
            found[task.incident_id] = task.incident
    return list(found.values())


def relations(incident: Incident, reader: User) -> list[tuple[Relation, Incident]]:
    """The incidents that belong to this one, of those that `reader` handles too (H5). Nothing tells of the others."""
    seen = Incident.objects.visible_to(reader)
    sees_one, sees_other = (Exists(seen.filter(pk=OuterRef(end))) for end in ("one", "other"))
    both = Relation.objects.filter(
        (Q(one=incident) & sees_other) | (Q(other=incident) & sees_one), ended_at=None
    ).select_related("one", "other")
    return [
        (relation, relation.other if relation.one_id == incident.pk else relation.one)
        for relation in both.order_by("pk")
    ]
