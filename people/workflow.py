"""The verbs about people: adding, inviting, giving roles, switching off. Rows A4, P4 and sign-in."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.crypto import cipher
from core.errors import InvalidInput, WrongState
from notifications import workflow as notifications
from people import messages as _messages  # noqa: F401  (registers the messages)
from people.models import Invitation, Role, RoleGrant, User
from people.rules import why_misfit
from school.models import School, SetUpCode, current_school

INVITATION_LASTS = timedelta(days=7)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@audit.verb("people.add_person", "added this person")
def add_person(
    *,
    actor: Actor,
    full_name: str,
    email: str,
    roles: Iterable[str],
    is_employed: bool = True,
) -> tuple[User, str]:
    """Add a person and invite them. Returns the person and the token of their single-use link, to be shown once.

    Raises NotAllowed and InvalidInput (no name, no good address, one that is there already, no role, a role that
    does not fit).
    """
    wanted = frozenset(roles)
    rules.require("people.add_person", actor, wanted)
    full_name, email = _checked(full_name, email)
    _check_roles(wanted, is_employed)
    person = User(email=email, full_name=full_name, is_employed=is_employed, joined_at=clock.now())
    person.set_unusable_password()
    person.save()
    audit.record("people.add_person", person, actor=actor, employed=is_employed)
    for role in sorted(wanted):
        _grant(person, role, actor)
    return person, invite(person, actor=actor)


def _checked(full_name: str, email: str, *, but: User | None = None) -> tuple[str, str]:
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


def _check_roles(roles: frozenset[str], is_employed: bool) -> None:
    if not roles:
        raise InvalidInput("Choose at least one role.", "roles")
    misfit = next(filter(None, (why_misfit(role, is_employed) for role in sorted(roles))), "")
    if misfit:
        raise InvalidInput(misfit, "roles")


def _grant(person: User, role: str, actor: Actor) -> None:
    RoleGrant.objects.create(
        person=person, role=role, granted_by=actor if isinstance(actor, User) else None, granted_at=clock.now()
    )
    person.forget_roles()
    audit.record("people.grant_role", person, actor=actor, role=str(role))


@audit.verb("people.invite", "sent an invitation")
def invite(person: User, *, actor: Actor) -> str:
    """Make a new single-use link, end the older ones, and mail it. Returns its token. Lasts 7 days."""
    rules.require("people.invite", actor, person)
    now = clock.now()
    _end_links(person)
    token = secrets.token_urlsafe(32)
    digest = _digest(token)
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


def _end_links(person: User) -> None:
    person.invitations.filter(used_at=None, revoked_at=None).update(revoked_at=clock.now(), sealed_token=None)


def open_invitation(token: str) -> Invitation:
    """The invitation that a link opens now. Raises WrongState with what to do, the same for every reason."""
    invitation = Invitation.objects.select_related("person").filter(digest=_digest(token)).first()
    if invitation is None or not invitation.open_at(clock.now()) or not invitation.person.may_sign_in:
        raise WrongState(
            "This link no longer works: it was used, has run out, or was replaced by a newer one. "
            "Ask an Administrator for a new one."
        )
    return invitation


def accept_invitation(token: str, password: str) -> User:
    """Use an invitation: set the password and end the link. Raises WrongState and InvalidInput."""
    person = open_invitation(token).person
    return _accept(person, actor=person, digest=_digest(token), password=password)


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


@audit.verb("people.grant_role", "gave a role")
def grant_role(person: User, role: str, *, actor: Actor) -> User:
    """Give a role. Nobody changes their own, and only SLT gives SLT. Raises NotAllowed, WrongState, InvalidInput."""
    person = audit.lock(person)
    rules.require("people.change_role", actor, person, role)
    if person.holds(role):
        raise WrongState(f"{person} holds this role already.")
    _check_roles(person.roles | {role}, person.is_employed)
    _grant(person, role, actor)
    _tell_role(person, role, "now hold")
    return person


@audit.verb("people.revoke_role", "took a role")
def revoke_role(person: User, role: str, *, actor: Actor) -> User:
    """Take a role. The last member of SLT and the last Administrator keep theirs. Raises NotAllowed, WrongState."""
    person = audit.lock(person)
    rules.require("people.change_role", actor, person, role)
    if not person.holds(role):
        raise WrongState(f"{person} does not hold this role.")
    if person.roles == {role}:
        raise WrongState(f"This is the only role that {person} holds. Give another role first, or switch {person} off.")
    _keep_one(person, role)
    taken = RoleGrant.objects.filter(person=person, role=role, revoked_at=None).update(
        revoked_at=clock.now(), revoked_by_id=actor.pk if isinstance(actor, User) else None
    )
    if not taken:
        raise WrongState(f"{person} does not hold this role.")
    person.forget_roles()
    audit.record("people.revoke_role", person, actor=actor, role=str(role))
    _tell_role(person, role, "no longer hold")
    return person


def _tell_role(person: User, role: str, change: str) -> None:
    grant = RoleGrant.objects.filter(person=person, role=role).latest("granted_at")
    event = f"grant:{grant.pk}:{'on' if grant.revoked_at is None else 'off'}"
    notifications.tell([person], "people.role_changed", event=event, change=change, role=Role(role).label)


def _keep_one(person: User, role: str) -> None:
    if role not in (Role.SLT, Role.ADMINISTRATOR):
        return
    # Held until the end: two of them cannot take it from each other at the same moment.
    list(RoleGrant.objects.select_for_update().filter(role=role, revoked_at=None).order_by("pk"))
    if not User.objects.holding(role).exclude(pk=person.pk).exists():
        raise WrongState(
            f"{person} is the only active person with the role “{Role(role).label}”. Give it to another first."
        )


@audit.verb("people.correct_person", "corrected what is known of this person")
def correct_person(person: User, *, actor: Actor, full_name: str, email: str, is_employed: bool) -> User:
    """Change name, address, or whether employed. The address only until the first password is chosen.

    A new address ends the open links, for they went to the old one. Raises NotAllowed, InvalidInput, WrongState.
    """
    person = audit.lock(person)
    rules.require("people.correct_person", actor, person)
    full_name, email = _checked(full_name, email, but=person)
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
        _end_links(person)
    audit.record("people.correct_person", person, actor=actor, **dict.fromkeys(changed, True))
    return person


@audit.verb("people.clear_second_steps", "took away the second step at sign-in")
def clear_second_steps(person: User, *, actor: Actor) -> User:
    """Let somebody whose phone is lost come in by password and add another second step. Ends all sessions.

    Raises NotAllowed, and WrongState where there is none.
    """
    person = audit.lock(person)
    rules.require("people.clear_second_steps", actor, person)
    if not Authenticator.objects.filter(user=person).delete()[0]:
        raise WrongState(f"{person} has no second step.")
    end_sessions(person)
    notifications.tell(
        [person],
        "people.sign_in_changed",
        event=f"second-steps:{person.pk}:{clock.now().isoformat()}",
        what="Your second step was taken away",
        when=times.exact(clock.now()),
    )
    return person


@audit.verb("people.switch_off", "switched this person off")
def switch_off(person: User, *, actor: Actor) -> User:
    """End a person's access now: all sessions end, open links die. Raises NotAllowed, WrongState."""
    person = audit.lock(person)
    rules.require("people.switch", actor, person)
    if not person.is_active:
        raise WrongState(f"{person} is switched off already.")
    for role in person.roles:
        _keep_one(person, role)
    person.is_active = False
    person.save(update_fields=["is_active"])
    _end_links(person)
    end_sessions(person)
    return person


@audit.verb("people.switch_on", "switched this person on")
def switch_on(person: User, *, actor: Actor) -> User:
    """Give access back. Raises NotAllowed, WrongState."""
    person = audit.lock(person)
    rules.require("people.switch", actor, person)
    if person.is_active:
        raise WrongState(f"{person} is switched on already.")
    person.is_active = True
    person.save(update_fields=["is_active"])
    return person


def end_sessions(person: User, *, but: str | None = None) -> int:
    """Delete every session of a person, save the one with the key `but`. Returns how many there were."""
    mine = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if session.pk != but and session.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()
    return len(mine)


def new_set_up_code() -> str:
    """A new one-time code for an empty portal, kept only as a digest. Raises WrongState once the school is set up."""
    if current_school() is not None:
        raise WrongState("This portal is set up already.")
    code = "-".join("".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(4)) for _ in range(4))
    SetUpCode.objects.update_or_create(pk=1, defaults={"digest": _code_digest(code), "made_at": clock.now()})
    return code


def _code_digest(code: str) -> str:
    """However it was typed: capitals, spaces and hyphens make no difference."""
    return _digest(re.sub(r"[^0-9A-Z]", "", code.upper()))


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
