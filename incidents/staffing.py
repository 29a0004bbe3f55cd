"""Who is there to handle incidents now, read from the roles that people hold."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from incidents.handling import handling_of
from incidents.models import HEAD, LED_TO, Incident, Involvement, Senior
from incidents.routing import Route, Staffing, route
from incidents.states import SHUT_OUT, Part, Status
from people.models import Role, RoleGrant, User

LAST = 10_000  # the place of a member of SLT whom the school has not put in order


def staffing_now() -> Staffing:
    """Two queries, whatever the size of the school."""
    places = dict(Senior.objects.values_list("person_id", "place"))
    held: dict[str, list[int]] = {}
    active = User.objects.active().values("pk")
    grants = RoleGrant.objects.filter(role__in=_ROLES, revoked_at=None, person__in=active).order_by("granted_at", "pk")
    for role, person in grants.values_list("role", "person_id"):
        held.setdefault(role, []).append(person)
    seniors = sorted(held.get(Role.SLT, []), key=lambda person: places.get(person, LAST))
    head = seniors[0] if seniors and places.get(seniors[0]) == HEAD else None
    leads = [*held.get(Role.SAFEGUARDING_LEAD, []), *held.get(Role.DEPUTY_SAFEGUARDING_LEAD, [])]
    return Staffing(
        seniors=tuple(seniors),
        head=head,
        leads=tuple(dict.fromkeys(leads)),
        administrators=tuple(held.get(Role.ADMINISTRATOR, [])),
        chair=tuple(held.get(Role.CHAIR_OF_GOVERNORS, [])),
        outside=tuple(held.get(Role.OUTSIDE_CONTACT, [])),
    )


_ROLES = [role for roles in LED_TO.values() for role in roles]


def route_of(incident: Incident, staffing: Staffing | None = None) -> Route:
    """Where the incident belongs as things stand: one query, and those of `staffing_now` where it is not given."""
    named = Involvement.objects.filter(incident=incident, part__in=SHUT_OUT, ended_at=None, person__isnull=False)
    return _route_on(incident, set(named.values_list("person_id", flat=True)), staffing or staffing_now())


def route_for(category: str, shut_out: Iterable[int | None], staffing: Staffing | None = None) -> Route:
    """Where a report of `category` goes when these are named in it: what the reporter is told before it is sent."""
    named = {person for person in shut_out if person is not None}
    return route(handling_of(category).compartment, named, staffing or staffing_now())


def _route_on(incident: Incident, named: Collection[int | None], staffing: Staffing) -> Route:
    """As `route_for`, for one that is on its way: who came in from above stays while anybody is named in it.

    Else somebody of SLT who is named could be rid of the chair, by another order of seniors or by one more of them.
    """
    shut_out = {person for person in named if person is not None}
    stays = bool(shut_out) and (incident.to_chair or incident.to_outside)
    return route(handling_of(incident.category).compartment, shut_out, staffing, chair_stays=stays)


def led_elsewhere() -> list[Incident]:
    """The open incidents whose route is another one as things stand: people have come, gone or left since.

    Three queries, whatever is open.
    """
    open_now = Incident.objects.exclude(status=Status.CLOSED)
    return [incident for incident, found in routes_on(open_now, staffing_now()) if not is_on(incident, found)]


def left_to_nobody() -> list[Incident]:
    """The closed incidents that nobody can open any more, and that would be led to somebody else as things stand.

    A handful of queries, whatever is closed.
    """
    staffing = staffing_now()
    there = {
        "with_seniors": staffing.seniors,
        "with_leads": staffing.leads,
        "with_administrators": staffing.administrators,
        "to_chair": staffing.chair,
        "to_outside": staffing.outside,
    }
    closed = Incident.objects.filter(status=Status.CLOSED)
    parts = Involvement.objects.filter(incident__in=closed, ended_at=None, person__isnull=False)
    named: dict[int, set[int]] = {}
    for incident_id, person in parts.filter(part__in=SHUT_OUT).values_list("incident_id", "person_id"):
        named.setdefault(incident_id, set()).add(person)
    by_name = parts.filter(part=Part.HANDLER, person__in=User.objects.active()).values_list("incident_id", "person_id")
    readers: dict[int, set[int]] = {}
    for incident_id, person in by_name:
        readers.setdefault(incident_id, set()).add(person)
    alone = []
    for pk, *columns in closed.values_list("pk", *there):
        by_role = {person for column, is_on in zip(there, columns, strict=True) if is_on for person in there[column]}
        if not (by_role | readers.get(pk, set())) - named.get(pk, set()):
            alone.append(pk)
    found = routes_on(Incident.objects.filter(pk__in=alone), staffing) if alone else []
    return [incident for incident, way in found if way.readers and not is_on(incident, way)]


def routes_on(incidents: QuerySet[Incident], staffing: Staffing) -> list[tuple[Incident, Route]]:
    """Where each of them belongs, with these people there. Two queries."""
    named: dict[int, set[int]] = {}
    shut_out = Involvement.objects.filter(incident__in=incidents, part__in=SHUT_OUT, ended_at=None)
    for incident_id, person in shut_out.exclude(person=None).values_list("incident_id", "person_id"):
        named.setdefault(incident_id, set()).add(person)
    in_order = incidents.order_by("pk")
    return [(incident, _route_on(incident, named.get(incident.pk, set()), staffing)) for incident in in_order]


def is_on(incident: Incident, found: Route) -> bool:
    """Whether the incident is on this route already."""
    return incident.first_id == found.first and all(getattr(incident, c) == getattr(found, c) for c in LED_TO)


def handlers(incident: Incident) -> QuerySet[User]:
    """Everybody who may read the case file now, by its route or by name; nobody who is named in it (H5)."""
    named = Involvement.objects.filter(incident=incident, ended_at=None, person__isnull=False)
    shut_out = named.filter(part__in=SHUT_OUT).values("person")
    roles = [role for column, held in LED_TO.items() if getattr(incident, column) for role in held]
    by_role = User.objects.holding(*roles).values("pk")
    by_name = named.filter(part=Part.HANDLER).values("person")
    both = User.objects.active().filter(pk__in=by_role) | User.objects.active().filter(pk__in=by_name)
    return both.exclude(pk__in=shut_out).distinct()
