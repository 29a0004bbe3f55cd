"""Correcting what is known of a person."""

from datetime import date

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from people.models import User
from people.rules import why_misfit
from people.workflow.checks import check_days, check_line_manager, checked
from people.workflow.inviting import end_links


@audit.verb("people.correct_person", "corrected what is known of this person")
def correct_person(
    person: User,
    *,
    actor: Actor,
    full_name: str,
    email: str,
    is_employed: bool,
    starts_on: date | None,
    line_manager: User | None,
) -> User:
    """Change name, address, whether employed, first day, line manager. The address only until the first sign-in.

    A new address ends the open links, for they went to the old one. Raises NotAllowed, InvalidInput, WrongState.
    """
    person = audit.lock(person)
    rules.require("people.correct_person", actor, person)
    full_name, email = checked(full_name, email, but=person)
    if email != person.email and person.has_come_in:
        raise InvalidInput(
            f"{person} signs in with this address already. Somebody who has another one is added anew.", "email"
        )
    misfit = next(filter(None, (why_misfit(role, is_employed) for role in sorted(person.roles))), "")
    if misfit:
        raise InvalidInput(f"{misfit} Change the roles first.", "is_employed")
    check_days(starts_on, person.leaves_on)
    check_line_manager(line_manager, person)
    values = {
        "full_name": full_name,
        "email": email,
        "is_employed": is_employed,
        "starts_on": starts_on,
        "line_manager": line_manager,
    }
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    if not changed:
        raise WrongState("That is how it is already.")
    for name in changed:
        setattr(person, name, values[name])
    person.save(update_fields=changed)
    if "email" in changed:
        end_links(person)
    audit.record("people.correct_person", person, actor=actor, **dict.fromkeys(changed, True))
    return person
