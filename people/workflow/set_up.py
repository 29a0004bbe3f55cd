"""The first people of an empty portal."""

import re
import secrets

from audit import workflow as audit
from core import clock
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from people.models import Role, User
from people.workflow.adding import add_person
from people.workflow.checks import digest_of
from school.models import School, SetUpCode, current_school


def new_set_up_code() -> str:
    """A new one-time code for an empty portal, kept only as a digest. Raises WrongState once the school is set up."""
    if current_school() is not None:
        raise WrongState("This portal is set up already.")
    code = "-".join("".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(4)) for _ in range(4))
    SetUpCode.objects.update_or_create(pk=1, defaults={"digest": _code_digest(code), "made_at": clock.now()})
    return code


def _code_digest(code: str) -> str:
    """However it was typed: capitals, spaces and hyphens make no difference."""
    return digest_of(re.sub(r"[^0-9A-Z]", "", code.upper()))


@audit.verb("people.set_up_school", "set up the portal")
def set_up_school(
    *,
    code: str,
    school_name: str,
    slt_name: str,
    slt_email: str,
    administrator_name: str,
    administrator_email: str,
    actor: Actor,
) -> list[tuple[User, str]]:
    """Make the school, its first member of SLT and its first Administrator. Returns both with their links' tokens.

    Raises InvalidInput (a wrong code, one address for both) and WrongState where the school is there already.
    """
    if current_school() is not None:
        raise WrongState("This portal is set up already. Sign in instead.")
    taken = SetUpCode.objects.filter(pk=1, digest=_code_digest(code)).delete()[0]
    if not taken:
        raise InvalidInput("This is not the code that the terminal printed last. Look at the terminal again.", "code")
    if slt_email.strip().lower() == administrator_email.strip().lower():
        raise InvalidInput("The two people need an e-mail address each.", "administrator_email")
    if not school_name.strip():
        raise InvalidInput("Write the name of the school.", "school_name")
    School.objects.create(pk=1, name=" ".join(school_name.split()), set_up_at=clock.now())
    return [
        _add_first("slt", actor, slt_name, slt_email, Role.SLT),
        _add_first("administrator", actor, administrator_name, administrator_email, Role.ADMINISTRATOR),
    ]


def _add_first(prefix: str, actor: Actor, full_name: str, email: str, role: Role) -> tuple[User, str]:
    try:
        return add_person(actor=actor, full_name=full_name, email=email, roles=[role, Role.STAFF])
    except InvalidInput as error:
        field = {"full_name": f"{prefix}_name", "email": f"{prefix}_email"}.get(error.field or "")
        raise InvalidInput(error.reason, field) from error
