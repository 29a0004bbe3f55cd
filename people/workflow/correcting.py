"""Correcting what is known of a person."""

from audit import workflow as audit
from core import rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from people.models import User
from people.rules import why_misfit
from people.workflow.checks import checked
from people.workflow.inviting import end_links


@audit.verb("people.correct_person", "corrected what is known of this person")
def correct_person(person: User, *, actor: Actor, full_name: str, email: str, is_employed: bool) -> User:
    """Change name, address, or whether employed. The address only until the first password is chosen.

    A new address ends the open links, for they went to the old one. Raises NotAllowed, InvalidInput, WrongState.
    """
    person = audit.lock(person)
    rules.require("people.correct_person", actor, person)
    full_name, email = checked(full_name, email, but=person)
    if email != person.email and person.has_usable_password():
        raise InvalidInput(
            f"{person} signs in with this address already. Somebody who has another one is added anew.", "email"
        )
    misfit = next(filter(None, (why_misfit(role, is_employed) for role in sorted(person.roles))), "")
    if misfit:
        raise InvalidInput(f"{misfit} Change the roles first.", "is_employed")
    values = {"full_name": full_name, "email": email, "is_employed": is_employed}
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
