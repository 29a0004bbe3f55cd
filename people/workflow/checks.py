"""What several of the room's verbs check or do in the same way."""

import hashlib
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from audit import workflow as audit
from core import clock
from core.actors import Actor
from core.errors import InvalidInput
from people.models import RoleGrant, User
from people.rules import why_misfit
from people.workflow.trust import tell_of_roles

FIRST_YEAR, LAST_YEAR = 1950, 2099


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def checked(full_name: str, email: str, *, but: User | None = None) -> tuple[str, str]:
    """Name and address in their proper form. Raises InvalidInput."""
    full_name, email = " ".join(full_name.split()), email.strip().lower()
    if not full_name:
        raise InvalidInput("Write the person's name.", "full_name")
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidInput("Write an e-mail address like name@school.example.", "email") from error
    if User.objects.filter(email__iexact=email).exclude(pk=but.pk if but else 0).exists():
        raise InvalidInput("Somebody with this e-mail address is in the portal already.", "email")
    return full_name, email


def check_roles(roles: frozenset[str], is_employed: bool) -> None:
    if not roles:
        raise InvalidInput("Choose at least one role.", "roles")
    misfit = next(filter(None, (why_misfit(role, is_employed) for role in sorted(roles))), "")
    if misfit:
        raise InvalidInput(misfit, "roles")


def check_days(starts_on: date | None, leaves_on: date | None) -> None:
    """Raises InvalidInput for days that cannot be."""
    for field, day in (("starts_on", starts_on), ("leaves_on", leaves_on)):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise InvalidInput(f"Check the year: it goes from {FIRST_YEAR} to {LAST_YEAR}.", field)
    if starts_on is not None and leaves_on is not None and leaves_on < starts_on:
        raise InvalidInput("The last working day comes before the first one.", "leaves_on")


def check_line_manager(manager: User | None, person: User | None) -> None:
    """Somebody employed who has access, and whom `person` does not lead in turn. Raises InvalidInput."""
    if manager is None or (person is not None and manager.pk == person.line_manager_id):
        return
    if not (manager.may_sign_in and manager.is_employed):
        raise InvalidInput("A line manager is somebody who works at the school now.", "line_manager")
    above: User | None = manager
    seen: set[int] = set()
    while person is not None and above is not None and above.pk not in seen:
        if above.pk == person.pk:
            raise InvalidInput(f"{manager} cannot lead {person}: {person} leads them, or is the same.", "line_manager")
        seen.add(above.pk)
        above = above.line_manager


def grant(person: User, role: str, actor: Actor) -> None:
    RoleGrant.objects.create(
        person=person, role=role, granted_by=actor if isinstance(actor, User) else None, granted_at=clock.now()
    )
    person.forget_roles()
    audit.record("people.grant_role", person, actor=actor, role=str(role))
    tell_of_roles([person], actor, role=role)
