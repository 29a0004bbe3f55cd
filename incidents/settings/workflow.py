"""The verbs about how incidents are handled at this school (H5, I2)."""

from datetime import timedelta
from enum import StrEnum

from audit import workflow as audit
from core import clock, rules
from core.errors import InvalidInput, WrongState
from core.rows import held
from incidents.models import HEAD, IncidentSettings, Senior
from incidents.settings import messages as _messages  # noqa: F401  (registers the messages)
from incidents.settings import rules as _rules  # noqa: F401  (registers the rules)
from incidents.staffing import staffing_now
from notifications import workflow as notifications
from people.models import Role, User

MOST_HOURS, MOST_DAYS = 72, 20


class Way(StrEnum):
    FIRST = "first"
    UP = "up"
    DOWN = "down"


@audit.verb("incidents.change_settings", "changed how incidents are handled")
def change_settings(
    *, actor: User, assess_within: timedelta | None, chase_after_days: int, numbers: str
) -> IncidentSettings:
    """`assess_within` is None for the same working day. What is running keeps its time.

    Raises NotAllowed, InvalidInput.
    """
    rules.require("incidents.change_settings", actor)
    if assess_within is not None and not timedelta(hours=1) <= assess_within <= timedelta(hours=MOST_HOURS):
        raise InvalidInput(f"Choose from 1 to {MOST_HOURS} hours.", "hours")
    if not 1 <= chase_after_days <= MOST_DAYS:
        raise InvalidInput(f"Choose from 1 to {MOST_DAYS} working days.", "chase_after_days")
    row = _the_settings()
    row.assess_within, row.chase_after_days, row.numbers = assess_within, chase_after_days, numbers.strip()
    row.save()
    hours = int(assess_within / timedelta(hours=1)) if assess_within is not None else None
    audit.record(
        "incidents.change_settings",
        row,
        actor=actor,
        hours=hours,
        chase_after_days=chase_after_days,
        numbers=bool(row.numbers),
    )
    return row


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
    concerned = User.objects.holding(Role.SLT, Role.ADMINISTRATOR, Role.CHAIR_OF_GOVERNORS, Role.OUTSIDE_CONTACT)
    notifications.tell(
        concerned,
        "incidents.head_named",
        event=f"incident settings:head:{head}:{clock.now().isoformat()}",
        by=actor.full_name,
        head=User.objects.get_queryset().get(pk=head).full_name,
    )
