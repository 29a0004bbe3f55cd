"""The single-use links by which people choose their first password."""

import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.crypto import cipher
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people.models import Invitation, User
from people.workflow.checks import digest_of
from school.models import current_school

INVITATION_LASTS = timedelta(days=7)


@audit.verb("people.invite", "sent an invitation")
def invite(person: User, *, actor: Actor) -> str:
    """Make a new single-use link, end the older ones, and mail it. Returns its token. Lasts 7 days."""
    rules.require("people.invite", actor, person)
    now = clock.now()
    end_links(person)
    token = secrets.token_urlsafe(32)
    digest = digest_of(token)
    invitation = Invitation.objects.create(
        person=person,
        digest=digest,
        sealed_token=cipher.seal(token.encode(), {"invitation": digest}),
        made_by=actor if isinstance(actor, User) else None,
        made_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    school = current_school()
    notifications.tell(
        [person],
        "people.invited",
        event=f"invitation:{invitation.pk}",
        about=invitation,
        school=school.name if school else "the school",
        until=times.exact(invitation.expires_at),
    )
    audit.record("people.invite", person, actor=actor, invitation=invitation.pk)
    return token


def end_links(person: User) -> None:
    person.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=clock.now(), sealed_token=None)


def open_invitation(token: str) -> Invitation:
    """The invitation that a link opens now. Raises WrongState with what to do, the same for every reason."""
    invitation = Invitation.objects.select_related("person").filter(digest=digest_of(token)).first()
    if invitation is None or not invitation.open_at(clock.now()) or not invitation.person.may_sign_in:
        raise WrongState(
            "This link no longer works: it was used, has run out, or was replaced by a newer one. "
            "Ask an Administrator for a new one."
        )
    return invitation


def accept_invitation(token: str, password: str) -> User:
    """Use an invitation: set the password and end the link. Raises WrongState and InvalidInput."""
    person = open_invitation(token).person
    return _accept(person, actor=person, digest=digest_of(token), password=password)


@audit.verb("people.accept_invitation", "chose a password by the invitation")
def _accept(person: User, *, actor: Actor, digest: str, password: str) -> User:
    person = audit.lock(person)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InvalidInput(" ".join(error.messages), "password") from error
    taken = Invitation.objects.filter(person=person, digest=digest, used_at=None, revoked_at=None).update(
        used_at=clock.now(), sealed_token=None
    )
    if not taken:
        raise WrongState("This link was used a moment ago. Sign in with the password chosen then.")
    person.set_password(password)
    person.save(update_fields=["password"])
    return person
