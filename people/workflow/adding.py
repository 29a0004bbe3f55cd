"""Adding somebody (P4)."""

from collections.abc import Iterable
from datetime import date

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput
from people.models import User
from people.workflow.checks import check_days, check_line_manager, check_roles, checked, grant
from people.workflow.inviting import invite


@audit.verb("people.add_person", "added this person")
def add_person(
    *,
    actor: Actor,
    full_name: str,
    email: str,
    roles: Iterable[str],
    is_employed: bool = True,
    starts_on: date | None = None,
    leaves_on: date | None = None,
    line_manager: User | None = None,
) -> tuple[User, str]:
    """Add a person and invite them. Returns the person and the token of their single-use link, to be shown once.

    Raises NotAllowed and InvalidInput (no name, no good address, one that is there already, no role, a role that
    does not fit, days that cannot be, a line manager who has left).
    """
    wanted = frozenset(roles)
    rules.require("people.add_person", actor, wanted)
    full_name, email = checked(full_name, email)
    check_roles(wanted, is_employed)
    check_days(starts_on, leaves_on)
    if leaves_on is not None and leaves_on < clock.today():
        raise InvalidInput("This last working day is over. Somebody who has left is not added.", "leaves_on")
    check_line_manager(line_manager, None)
    person = User(
        email=email,
        full_name=full_name,
        is_employed=is_employed,
        starts_on=starts_on,
        leaves_on=leaves_on,
        line_manager=line_manager,
        joined_at=clock.now(),
    )
    person.set_unusable_password()
    person.save()
    audit.record("people.add_person", person, actor=actor, employed=is_employed)
    for role in sorted(wanted):
        grant(person, role, actor)
    return person, invite(person, actor=actor)
