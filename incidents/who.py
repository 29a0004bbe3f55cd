"""Who will read a report before it is sent: by name, as its route leads, and whom to ring (H5)."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from audit.models import Event
from incidents.handling import handling_of
from incidents.models import LED_TO, Incident, IncidentSettings, Involvement
from incidents.routing import Route, Staffing
from incidents.staffing import route_for
from incidents.states import Category
from incidents.timing import assess_by
from moderation.clock_rules import school_clock
from people.models import Role, User

WITH_IT = timedelta(minutes=1)  # whoever was named so soon was named in the report itself


@dataclass(frozen=True)
class Who:
    """Those who will read a report of `category`, in the order of asking. `shut_out` will not be told of it.

    `nobody`: nobody but perhaps the reporter themselves could read it, so somebody has to be rung.
    """

    category: str
    route: Route
    readers: list[User] = field(default_factory=list)
    shut_out: list[User] = field(default_factory=list)
    nobody: bool = False

    @property
    def names(self) -> list[tuple[User, str]]:
        """Each reader, and by which role."""
        return [(reader, role_of(reader)) for reader in self.readers]

    @property
    def to_leads_alone(self) -> bool:
        return self.route.with_leads and not self.route.with_seniors

    @property
    def from_above(self) -> bool:
        """It is led to the chair of governors or to the outside contact as well, or to them alone."""
        return self.route.to_chair or self.route.to_outside

    @property
    def only_from_above(self) -> bool:
        return self.from_above and all(
            reader.holds(Role.CHAIR_OF_GOVERNORS, Role.OUTSIDE_CONTACT) for reader in self.readers
        )

    @property
    def seen(self) -> str:
        """What the page that showed them sends along, so that nobody sends a report to others than they saw."""
        told = [self.category, *(str(one.pk) for one in self.readers), "-", *(str(one.pk) for one in self.shut_out)]
        return hashlib.sha256(" ".join(told).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Urgent:
    """Whom to ring: the school's own numbers, a line each, and the safeguarding leads."""

    numbers: list[str]
    leads: list[User]

    @property
    def names(self) -> list[tuple[User, str]]:
        return [(lead, role_of(lead)) for lead in self.leads]


def who_will_read(category: str, shut_out: Collection[User], *, reporter: User, staffing: Staffing) -> Who | None:
    """None while no category is chosen. Two queries."""
    if category not in Category.values:
        return None
    route = route_for(category, [person.pk for person in shut_out], staffing)
    readers = _in_order(route.readers)
    return Who(
        category=category,
        route=route,
        readers=readers,
        shut_out=sorted(shut_out, key=lambda person: person.full_name),
        nobody=not [reader for reader in readers if reader != reporter],
    )


def whom_to_ring(staffing: Staffing, shut_out: Collection[User] = ()) -> Urgent:
    """Nobody who is named in it. Three queries."""
    named = {person.pk for person in shut_out}
    numbers = IncidentSettings.objects.filter(pk=1).values_list("numbers", flat=True).first() or ""
    return Urgent(
        numbers=[line.strip() for line in numbers.splitlines() if line.strip()],
        leads=_in_order([lead for lead in staffing.leads if lead not in named]),
    )


def role_of(reader: User) -> str:
    """The roles by which somebody handles incidents; that they are on the staff as well says nothing here."""
    return ", ".join(role.label for roles in LED_TO.values() for role in roles if reader.holds(role))


def says_emergency(category: str, *, danger: bool) -> bool:
    """Whether the page says “ring 999 first” before anything else."""
    return danger or (category in Category.values and handling_of(category).emergency)


def nameable(person: User) -> QuerySet[User]:
    """Whom `person` may choose by name in a report: those they see, and whoever might otherwise be its reader.

    A volunteer sees nobody else (P4), but must be able to have a report about the head led round the head.
    """
    reads = [role for roles in LED_TO.values() for role in roles]
    seen = User.objects.visible_to(person).values("pk")
    readers = User.objects.holding(*reads).values("pk")
    return User.objects.active().filter(Q(pk__in=seen) | Q(pk__in=readers)).prefetch_related("grants")


def reported_as(incident: Incident) -> str:
    """The category that the reporter chose, whatever handlers have made of it since. One query."""
    made = (
        Event.objects.about(incident).filter(verb="incidents.report", data__has_key="category").order_by("id").first()
    )
    return str(made.data["category"]) if made is not None else incident.category


def looked_at_by(incident: Incident, due_at: datetime) -> datetime:
    """When it is looked at first, as the report alone said. `due_at`: what the clock has now, perhaps an earlier time.

    That handlers found something urgent in it is theirs to tell: it shows nowhere by an hour that moved.
    """
    within = IncidentSettings.objects.filter(pk=1).values_list("assess_within", flat=True).first()
    category, school = reported_as(incident), school_clock()
    return max(due_at, assess_by(category, incident.reported_at, school, within, danger=incident.danger))


def named_in_report(incident: Incident) -> QuerySet[Involvement]:
    """Whom the reporter named, and nobody whom a handler named since."""
    until = incident.reported_at + WITH_IT
    named = Involvement.objects.filter(incident=incident, named_by=incident.reporter, named_at__lte=until)
    return named.select_related("person").order_by("pk")


def _in_order(ids: Collection[int]) -> list[User]:
    found = {person.pk: person for person in User.objects.filter(pk__in=ids).prefetch_related("grants")}
    return [found[pk] for pk in ids if pk in found]
