"""What several of the room's verbs check or do in the same way."""

import hashlib

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from audit import workflow as audit
from core import clock
from core.actors import Actor
from core.errors import InvalidInput
from people.models import RoleGrant, User
from people.rules import why_misfit


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


def grant(person: User, role: str, actor: Actor) -> None:
    RoleGrant.objects.create(
        person=person, role=role, granted_by=actor if isinstance(actor, User) else None, granted_at=clock.now()
    )
    person.forget_roles()
    audit.record("people.grant_role", person, actor=actor, role=str(role))
