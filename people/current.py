"""Who is asking, and who is acting."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from core.actors import Actor
from core.errors import NotAllowed
from people.models import User


def signed_in(request: HttpRequest) -> User:
    """The person of this request, typed. Raises PermissionDenied where nobody is signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def person(actor: Actor) -> User:
    """The actor as a person, for what the portal never does by itself. Raises NotAllowed."""
    if not isinstance(actor, User):
        raise NotAllowed("Only a person does this.")
    return actor
