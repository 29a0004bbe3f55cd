"""What the handlers open to those who told of an incident, were hurt by it or saw it, and who they are (H5)."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from incidents.models import Entry, Incident, Involvement
from incidents.states import SHUT_OUT, TOLD, Part
from people.models import User


def readers_of(incident: Incident, parts: Iterable[str]) -> list[User]:
    """Who may read what is opened to `parts`: those who can sign in, and nobody who is named in it. One query."""
    chosen = [part for part in parts if part in TOLD]
    if not chosen:
        return []
    involved = Involvement.objects.filter(incident=incident, ended_at=None, person__isnull=False)
    mine = Q(pk__in=involved.filter(part__in=chosen).values("person"))
    if Part.REPORTER in chosen:
        mine |= Q(pk=incident.reporter_id)
    shut_out = involved.filter(part__in=SHUT_OUT).values("person")
    return list(User.objects.active().filter(mine).exclude(pk__in=shut_out))


def names_by_part(incident: Incident) -> dict[str, list[User]]:
    """For each part that can be told something, who would read it."""
    return {part: readers_of(incident, [part]) for part in TOLD}


def opened_to(incident: Incident, reader: User) -> QuerySet[Entry]:
    """The lines of the timeline that were opened to `reader`, by the parts that they have now; newest first."""
    parts = set(
        incident.involvements.filter(person=reader, part__in=TOLD, ended_at=None).values_list("part", flat=True)
    )
    if incident.reporter_id == reader.pk:
        parts.add(Part.REPORTER)
    mine = Q(pk__in=[])
    for part in parts:
        mine |= Q(**{f"open_to_{part}": True})
    return incident.entries.filter(mine).select_related("by").order_by("-at", "-pk")
