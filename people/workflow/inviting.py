"""The single-use links by which people choose their first password."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

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
from school.models import School, current_school

INVITATION_LASTS = timedelta(days=7)
MOST_AT_ONCE = 5_000


@audit.verb("people.invite", "sent an invitation")
def invite(person: User, *, actor: Actor) -> str:
    """Make a new single-use link, end the older ones, and mail it. Returns its token. Lasts 7 days.

    Raises NotAllowed, and WrongState for somebody who has left or is switched off.
    """
    rules.require("people.invite", actor, person)
    if not person.may_sign_in:
        raise WrongState(f"{person} has no access, so a link would open nothing.")
    end_links(person)
    return send_links([person], actor=actor)[0]


@audit.verb("people.invite_waiting", "invited everybody who had no invitation")
def invite_waiting(*, actor: Actor) -> list[User]:
    """Invite everybody with access who was never invited, at most 5,000 at once. Returns them.

    A member of SLT is left to SLT. Raises NotAllowed, and WrongState where nobody waits.
    """
    rules.require("people.invite_waiting", actor)
    one_at_a_time()
    waiting = User.objects.never_invited().prefetch_related("grants").order_by("pk")
    people = [person for person in waiting[:MOST_AT_ONCE] if rules.ask("people.invite", actor, person)]
    if not people:
        raise WrongState("Nobody waits for an invitation from you.")
    send_links(people, actor=actor)
    audit.record("people.invite_waiting", None, actor=actor, people=len(people))
    return people


def one_at_a_time() -> None:
    """Until the transaction ends, nobody else adds, invites or reminds many at once."""
    School.objects.select_for_update().filter(pk=1).first()


def send_links(people: Sequence[User], *, actor: Actor) -> list[str]:
    """A new link for each, mailed and on the record. Returns their tokens in the same order."""
    now = clock.now()
    tokens = [secrets.token_urlsafe(32) for _ in people]
    links = Invitation.objects.bulk_create(
        [_link(person, token, actor, now) for person, token in zip(people, tokens, strict=True)], batch_size=500
    )
    school = current_school()
    notifications.tell_each(
        notifications.Notice(
            [person],
            "people.invited",
            f"invitation:{link.pk}",
            about=link,
            params={"school": school.name if school else "the school", "until": times.exact(link.expires_at)},
        )
        for person, link in zip(people, links, strict=True)
    )
    for person, link in zip(people, links, strict=True):
        audit.record("people.invite", person, actor=actor, invitation=link.pk)
    return tokens


def _link(person: User, token: str, actor: Actor, now: datetime) -> Invitation:
    digest = digest_of(token)
    return Invitation(
        person=person,
        digest=digest,
        sealed_token=cipher.seal(token.encode(), {"invitation": digest}),
        made_by=actor if isinstance(actor, User) else None,
        made_at=now,
        expires_at=now + INVITATION_LASTS,
    )


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
