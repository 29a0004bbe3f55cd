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
    staffing = staffing_now()
    open_now = Incident.objects.exclude(status=Status.CLOSED)
    named: dict[int, set[int]] = {}
    shut_out = Involvement.objects.filter(incident__in=open_now, part__in=SHUT_OUT, ended_at=None)
    for incident_id, person in shut_out.exclude(person=None).values_list("incident_id", "person_id"):
        named.setdefault(incident_id, set()).add(person)
    return [
        incident
        for incident in open_now.order_by("pk")
        if not is_on(incident, _route_on(incident, named.get(incident.pk, set()), staffing))
    ]


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
