"""The verbs about how incidents are handled at this school (H5, I2)."""

from datetime import timedelta
from enum import StrEnum

from django.db.models import QuerySet
from django.urls import reverse

from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput, Refused, WrongState
from core.rows import held
from incidents.models import HEAD, IncidentSettings, Senior
from incidents.settings import messages as _messages  # noqa: F401  (registers the messages)
from incidents.settings import rules as _rules  # noqa: F401  (registers the rules)
from incidents.staffing import staffing_now
from notifications import workflow as notifications
from people.models import Role, User

MOST_HOURS, MOST_DAYS = 72, 20
CALLED = {
    "assess_within": "how soon an incident is assessed",
    "chase_after_days": "when an agency is asked again",
    "numbers": "the school's own numbers, which everybody who reports an incident sees",
}


class Way(StrEnum):
    FIRST = "first"
    UP = "up"
    DOWN = "down"


@audit.verb("incidents.change_settings", "changed how incidents are handled")
def change_settings(
    *, actor: User, assess_within: timedelta | None, chase_after_days: int, numbers: str
) -> IncidentSettings:
    """`assess_within` is None for the same working day. What is running keeps its time. SLT hears what was changed.

    Raises NotAllowed, InvalidInput.
    """
    rules.require("incidents.change_settings", actor)
    if assess_within is not None and not timedelta(hours=1) <= assess_within <= timedelta(hours=MOST_HOURS):
        raise InvalidInput(f"Choose from 1 to {MOST_HOURS} hours.", "hours")
    if not 1 <= chase_after_days <= MOST_DAYS:
        raise InvalidInput(f"Choose from 1 to {MOST_DAYS} working days.", "chase_after_days")
    row = _the_settings()
    wanted = {"assess_within": assess_within, "chase_after_days": chase_after_days, "numbers": numbers.strip()}
    changed = [field for field, value in wanted.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, wanted[field])
    row.save()
    hours = int(assess_within / timedelta(hours=1)) if assess_within is not None else None
    audit.record(
        "incidents.change_settings",
        row,
        actor=actor,
        hours=hours,
        chase_after_days=chase_after_days,
        numbers=bool(row.numbers),
        changed=",".join(changed),
    )
    if changed:
        _tell_of_change([CALLED[field] for field in changed], actor)
    return row


def _tell_of_change(what: list[str], actor: User) -> None:
    """What kind of thing, never the numbers themselves: whoever rings one must be able to trust it."""
    notifications.tell(
        User.objects.holding(Role.SLT),
        "incidents.settings_changed",
        event=f"incident settings:{clock.now().isoformat()}",
        url=reverse("incidents:settings"),
        by=actor.full_name,
        what=", ".join(what),
    )


def _the_settings() -> IncidentSettings:
    """The one row, held."""
    IncidentSettings.objects.get_or_create(pk=1)
    return held(IncidentSettings, 1) or IncidentSettings(pk=1)


@audit.verb("incidents.order_seniors", "changed the order in which SLT is asked about incidents")
def order_seniors(person: User, *, actor: User, way: str) -> User:
    """Move a member of SLT to the head's place, one up, or one down (H5). The first one is the head.

    Where it makes somebody else the head, SLT, Administrators, the chair and the outside contact are told.
    Raises NotAllowed, WrongState (they stand there already), InvalidInput (no such way).
    """
    _the_settings()  # held: two people never put the same order together from both sides
    rules.require("incidents.order_seniors", actor, person)
    staffing = staffing_now()
    order = _moved(list(staffing.seniors), person.pk, way, is_known=staffing.head is not None)
    Senior.objects.all().delete()
    Senior.objects.bulk_create(Senior(person_id=pk, place=HEAD + at) for at, pk in enumerate(order))
    audit.record("incidents.order_seniors", person, actor=actor, order=order)
    if order[0] != staffing.head:
        _tell_of_head(order[0], actor)
    return person


def head_after(person: User, way: str) -> int | None:
    """Who would be the head after this move, where that is somebody else than now; None where it is not."""
    staffing = staffing_now()
    if person.pk not in staffing.seniors:
        return None
    try:
        order = _moved(list(staffing.seniors), person.pk, way, is_known=staffing.head is not None)
    except Refused:
        return None
    return order[0] if order[0] != staffing.head else None


def hear_of_head() -> QuerySet[User]:
    """Who is told when somebody else is the head."""
    return User.objects.holding(Role.SLT, Role.ADMINISTRATOR, Role.CHAIR_OF_GOVERNORS, Role.OUTSIDE_CONTACT)


def _moved(order: list[int], person: int, way: str, *, is_known: bool) -> list[int]:
    at = order.index(person)
    match way:
        case Way.FIRST:
            to = 0
        case Way.UP:
            to = at - 1
        case Way.DOWN:
            to = at + 1
        case _:
            raise InvalidInput("Choose where to move them.")
    if not is_known and way != Way.FIRST:
        raise WrongState("Say first who the head is.")
    if not 0 <= to < len(order) or (to == at and is_known):
        raise WrongState("They have this place already.")
    order.insert(to, order.pop(at))
    return order


def _tell_of_head(head: int, actor: User) -> None:
    notifications.tell(
        hear_of_head(),
        "incidents.head_named",
        event=f"incident settings:head:{head}:{clock.now().isoformat()}",
        by=actor.full_name,
        head=User.objects.get_queryset().get(pk=head).full_name,
    )
