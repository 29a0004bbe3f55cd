"""The school's name, its time zone, and how SLT reads the policy."""

from typing import Any

from django.core.exceptions import ValidationError

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from school.models import BankHolidayReading, DayEndReading, FridayReading, School, current_school, validate_time_zone

MOST_APPROVALS = 5


def the_school() -> School:
    """The school. Raises WrongState while the portal is not set up."""
    school = current_school()
    if school is None:
        raise WrongState("This portal is not set up yet.")
    return school


def _change(school: School, verb: str, actor: Actor, **values: Any) -> School:
    """Save what is different. Raises WrongState where nothing is."""
    changed = [name for name, value in values.items() if getattr(school, name) != value]
    if not changed:
        raise WrongState("That is how it is already.")
    for name in changed:
        setattr(school, name, values[name])
    school.save(update_fields=changed)
    shown = {name: values[name] for name in changed if name != "name"}  # a name is free text
    audit.record(verb, school, actor=actor, **shown)
    return school


@audit.verb("school.change_details", "changed the school's name or time zone")
def change_details(*, actor: Actor, name: str, time_zone: str) -> School:
    """Raises NotAllowed, InvalidInput, and WrongState where nothing is different."""
    school = audit.lock(the_school())
    rules.require("school.change_details", actor)
    name = " ".join(name.split())
    if not name:
        raise InvalidInput("Write the name of the school.", "name")
    try:
        validate_time_zone(time_zone)
    except ValidationError as error:
        raise InvalidInput(error.messages[0], "time_zone") from error
    return _change(school, "school.change_details", actor, name=name, time_zone=time_zone)


@audit.verb("school.require_approvals", "changed how many approvals a business case needs")
def require_approvals(*, actor: Actor, approvals_required: int) -> School:
    """How many members of SLT must approve a case (A4). Raises NotAllowed, InvalidInput, WrongState."""
    school = audit.lock(the_school())
    rules.require("school.require_approvals", actor)
    if not 1 <= approvals_required <= MOST_APPROVALS:
        raise InvalidInput(f"Choose a number from 1 to {MOST_APPROVALS}.", "approvals_required")
    return _change(school, "school.require_approvals", actor, approvals_required=approvals_required)


@audit.verb("school.read_friday", "decided when a comment on a Friday is due")
def read_friday(*, actor: Actor, reading: str) -> School:
    """Raises NotAllowed, InvalidInput, WrongState."""
    return _read("school.read_friday", actor, "friday", reading, FridayReading.values)


@audit.verb("school.read_bank_holiday", "decided when a comment on a bank holiday is due")
def read_bank_holiday(*, actor: Actor, reading: str) -> School:
    """Raises NotAllowed, InvalidInput, WrongState."""
    return _read("school.read_bank_holiday", actor, "bank_holiday", reading, BankHolidayReading.values)


@audit.verb("school.read_day_end", "decided when “on the next working day” ends")
def read_day_end(*, actor: Actor, reading: str) -> School:
    """Raises NotAllowed, InvalidInput, WrongState."""
    return _read("school.read_day_end", actor, "day_end", reading, DayEndReading.values)


def _read(verb: str, actor: Actor, field: str, reading: str, choices: list[str]) -> School:
    school = audit.lock(the_school())
    rules.require(verb, actor)
    if reading not in choices:
        raise InvalidInput("Choose one of the readings.", "reading")
    return _change(school, verb, actor, **{field: reading})
