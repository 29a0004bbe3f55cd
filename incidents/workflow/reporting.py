"""Somebody tells the school (I1, I6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Account
from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput
from incidents.models import Incident
from incidents.states import Part
from incidents.workflow.clocks import start_clocks
from incidents.workflow.naming import find_route, give_part, tell_handlers
from moderation.models import Item
from people.models import User


@dataclass(frozen=True)
class Named:
    """Somebody whom a report names: a person who signs in here, or a name in words."""

    part: str
    person: User | None = None
    name: str = ""
    link: str = ""


@audit.verb("incidents.report", "reported the incident")
def report(
    *,
    actor: User,
    category: str,
    what_happened: str,
    where: str = "",
    happened_at: datetime | None = None,
    danger: bool = False,
    account: Account | None = None,
    item: Item | None = None,
    alleged: Iterable[User] = (),
    people: Iterable[Named] = (),
) -> Incident:
    """Anyone signed in reports; SLT, or whoever the category names, is told at once (I1, I6).

    People named as alleged (`alleged`, or by that part in `people`) are shut out before anybody is told (H5).
    Raises NotAllowed, InvalidInput.
    """
    rules.require("incidents.report", actor)
    if not what_happened.strip():
        raise InvalidInput("Say in a few words what happened.", "what_happened")
    now = clock.now()
    if happened_at is not None and happened_at > now:
        raise InvalidInput("This time is still to come.", "happened_at")
    incident = Incident.objects.create(
        category=category,
        what_happened=what_happened.strip(),
        where=where.strip(),
        happened_at=happened_at,
        danger=danger,
        reporter=actor,
        reported_at=now,
        item=item,
        account=account or (item.account if item else None),
    )
    audit.record("incidents.report", incident, actor=actor, category=str(category), danger=danger)
    for one in [*(Named(Part.ALLEGED, person) for person in alleged), *people]:
        give_part(incident, one.person, one.part, actor, name=one.name, link=one.link)
    start_clocks(incident)
    find_route(incident)
    tell_handlers(incident)
    return incident


@audit.verb("incidents.report_from_item", "reported the incident from a comment")
def report_from_item(
    item: Item,
    *,
    actor: User,
    category: str,
    what_happened: str,
    happened_at: datetime | None = None,
    danger: bool = False,
    alleged: Iterable[User] = (),
    people: Iterable[Named] = (),
) -> Incident:
    """Report a comment as an incident. Nothing about the comment changes, neither its clock nor its place in the queue.

    So nobody sees by it that there is an incident, but its handlers (H5). Raises NotAllowed, InvalidInput.
    """
    rules.require("incidents.report_from_item", actor, item)
    return report(
        actor=actor,
        category=category,
        what_happened=what_happened,
        where=item.permalink,
        happened_at=happened_at,
        danger=danger,
        item=item,
        alleged=alleged,
        people=people,
    )
