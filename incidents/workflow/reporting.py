"""Somebody tells the school (I1, I6)."""

from collections.abc import Iterable
from datetime import timedelta

from accounts.models import Account
from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput
from incidents.models import Incident
from incidents.states import Category, Part
from incidents.workflow.naming import give_part, see_who_is_free, tell_handlers
from moderation.models import Item
from people.models import User

ASSESS_WITHIN = timedelta(hours=24)
ASSESS_URGENT_WITHIN = timedelta(hours=1)
URGENT = frozenset({Category.THREAT_TO_LIFE, Category.INDECENT_IMAGE, Category.UNSAFE_CONTACT})


@audit.verb("incidents.report", "reported the incident")
def report(
    *,
    actor: User,
    category: str,
    what_happened: str,
    where: str = "",
    account: Account | None = None,
    item: Item | None = None,
    alleged: Iterable[User] = (),
) -> Incident:
    """Anyone signed in reports; SLT, or whoever the category names, is told at once (I1, I6).

    People named as alleged are shut out before anybody is told (H5). Raises NotAllowed, InvalidInput.
    """
    rules.require("incidents.report", actor)
    if not what_happened.strip():
        raise InvalidInput("Say in a few words what happened.", "what_happened")
    now = clock.now()
    incident = Incident.objects.create(
        category=category,
        what_happened=what_happened.strip(),
        where=where.strip(),
        reporter=actor,
        reported_at=now,
        item=item,
        account=account or (item.account if item else None),
        assess_by=now + (ASSESS_URGENT_WITHIN if category in URGENT else ASSESS_WITHIN),
    )
    audit.record("incidents.report", incident, actor=actor, category=str(category))
    for person in alleged:
        give_part(incident, person, Part.ALLEGED, actor)
    see_who_is_free(incident)
    tell_handlers(incident)
    return incident


@audit.verb("incidents.report_from_item", "reported the incident from a comment")
def report_from_item(
    item: Item, *, actor: User, category: str, what_happened: str, alleged: Iterable[User] = ()
) -> Incident:
    """Report a comment as an incident. Nothing about the comment changes, neither its clock nor its place in the queue.

    So nobody sees by it that there is an incident, but its handlers (H5). Raises NotAllowed, InvalidInput.
    """
    rules.require("incidents.report_from_item", actor, item)
    return report(
        actor=actor, category=category, what_happened=what_happened, where=item.permalink, item=item, alleged=alleged
    )
