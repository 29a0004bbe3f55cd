"""Giving and taking roles."""

from datetime import date

from django.db.models import Q

from audit import workflow as audit
from core import clock, rules, times
from core.actors import Actor
from core.errors import WrongState
from notifications import workflow as notifications
from people.followers import Change, tell_followers
from people.models import Role, RoleGrant, User
from people.workflow.checks import check_roles, grant


@audit.verb("people.grant_role", "gave a role")
def grant_role(person: User, role: str, *, actor: Actor) -> User:
    """Give a role. Nobody changes their own, and only SLT gives SLT. Raises NotAllowed, WrongState, InvalidInput."""
    person = audit.lock(person)
    rules.require("people.change_role", actor, person, role)
    if person.holds(role):
        raise WrongState(f"{person} holds this role already.")
    check_roles(person.roles | {role}, person.is_employed)
    grant(person, role, actor)
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
    keep_one(person, role)
    taken = RoleGrant.objects.filter(person=person, role=role, revoked_at=None).update(
        revoked_at=clock.now(), revoked_by_id=actor.pk if isinstance(actor, User) else None
    )
    if not taken:
        raise WrongState(f"{person} does not hold this role.")
    person.forget_roles()
    audit.record("people.revoke_role", person, actor=actor, role=str(role))
    _tell_role(person, role, "no longer hold")
    tell_followers(person, Change.LOST_ROLE, actor)
    return person


def _tell_role(person: User, role: str, change: str) -> None:
    grant = RoleGrant.objects.filter(person=person, role=role).latest("granted_at")
    event = f"grant:{grant.pk}:{'on' if grant.revoked_at is None else 'off'}"
    notifications.tell([person], "people.role_changed", event=event, change=change, role=Role(role).label)


def keep_one(person: User, role: str, *, after: date | None = None) -> None:
    """Raises WrongState where nobody else active holds `role`, if it is one that the portal cannot be without.

    With `after`, somebody else must still be there when that day is over.
    """
    if role not in (Role.SLT, Role.ADMINISTRATOR):
        return
    # Held until the end: two of them cannot take it from each other at the same moment.
    list(RoleGrant.objects.select_for_update().filter(role=role, revoked_at=None).order_by("pk"))
    others, label = User.objects.holding(role).exclude(pk=person.pk), Role(role).label
    if not others.exists():
        raise WrongState(f"{person} is the only active person with the role “{label}”. Give it to another first.")
    if after is not None and not others.filter(Q(leaves_on=None) | Q(leaves_on__gt=after)).exists():
        raise WrongState(
            f"After {times.day(after)} nobody would hold the role “{label}”: the others leave by then as well. "
            "Give it to another first."
        )
