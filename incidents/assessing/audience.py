"""Who is told of the clocks of many incidents at once: those who handle each, and the next in the order (H5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidents.models import LED_TO, Incident, Involvement
from incidents.routing import Staffing
from incidents.staffing import staffing_now
from incidents.states import SHUT_OUT, Part
from people.models import User


@dataclass(frozen=True)
class Audience:
    """Of one incident. Nobody who is named in it is among them."""

    handlers: tuple[User, ...] = ()
    above: tuple[User, ...] = ()


def audiences(incidents: Sequence[Incident]) -> dict[int, Audience]:
    """For each of `incidents`, by id. Four queries, however many they are."""
    staffing = staffing_now()
    named: dict[int, set[int]] = {}
    shut_out: dict[int, set[int]] = {}
    parts = Involvement.objects.filter(incident__in=incidents, ended_at=None, person__isnull=False)
    for incident_id, person, part in parts.filter(part__in=[Part.HANDLER, *SHUT_OUT]).values_list(
        "incident_id", "person_id", "part"
    ):
        (named if part == Part.HANDLER else shut_out).setdefault(incident_id, set()).add(person)
    found = {
        incident.pk: _ids(incident, named.get(incident.pk, set()), shut_out.get(incident.pk, set()), staffing)
        for incident in incidents
    }
    everybody = {person for handlers, above in found.values() for person in (*handlers, *above)}
    people = User.objects.active().in_bulk(everybody)
    return {pk: Audience(_people(handlers, people), _people(above, people)) for pk, (handlers, above) in found.items()}


def _ids(
    incident: Incident, named: set[int], shut_out: set[int], staffing: Staffing
) -> tuple[Sequence[int], Sequence[int]]:
    by_role = [person for column in LED_TO if getattr(incident, column) for person in _holding(column, staffing)]
    handlers = [person for person in dict.fromkeys([*by_role, *named]) if person not in shut_out]
    above = next((free for tier in _tiers_above(incident) if (free := _free(tier, staffing, shut_out, handlers))), [])
    return handlers, above


def _tiers_above(incident: Incident) -> Sequence[str]:
    """The roles above those that it is led to: SLT above the safeguarding leads, the chair above SLT, and so on."""
    order = ("with_seniors", "to_chair", "to_outside")
    reached = [at for at, column in enumerate(order) if getattr(incident, column)]
    return order[max(reached, default=-1) + 1 :]


def _free(column: str, staffing: Staffing, shut_out: Iterable[int], handlers: Iterable[int]) -> list[int]:
    return [person for person in _holding(column, staffing) if person not in {*shut_out, *handlers}]


def _holding(column: str, staffing: Staffing) -> Sequence[int]:
    return {
        "with_seniors": staffing.seniors,
        "with_leads": staffing.leads,
        "with_administrators": staffing.administrators,
        "to_chair": staffing.chair,
        "to_outside": staffing.outside,
    }[column]


def _people(ids: Iterable[int], people: dict[int, User]) -> tuple[User, ...]:
    return tuple(people[pk] for pk in ids if pk in people)
