"""Nobody comes by a role that reads what is confidential in silence: those who have it already hear of it (A4, H5)."""

from collections.abc import Iterable

from core import clock
from core.actors import Actor
from notifications import workflow as notifications
from people.models import Role, RoleGrant, User

ABOVE_SLT = (Role.CHAIR_OF_GOVERNORS, Role.OUTSIDE_CONTACT)
LEADS = (Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD)
# Who hears that somebody holds it from now on, beside that person.
TOLD: dict[str, tuple[Role, ...]] = {
    **dict.fromkeys(ABOVE_SLT, (Role.SLT, Role.ADMINISTRATOR, Role.GOVERNOR, *ABOVE_SLT)),
    **dict.fromkeys(LEADS, (*LEADS, Role.SLT)),  # SLT: the head is one of them
    Role.SLT: (Role.SLT,),
}


def tell_of_roles(people: Iterable[User], actor: Actor, *, role: str = "") -> None:
    """That they hold `role` from now on, or whatever they hold. No query where no such role is among them."""
    _tell(people, actor, ("people.role_above_given", "people.role_of_trust_given"), role=role)


def tell_of_return(person: User, actor: Actor) -> None:
    """That somebody who was switched off has access again, by each such role that they still hold."""
    _tell([person], actor, ("people.role_of_trust_again",) * 2, again=f":again:{clock.now().isoformat()}")


def _tell(people: Iterable[User], actor: Actor, words: tuple[str, str], *, role: str = "", again: str = "") -> None:
    held = [(person, one) for person in people for one in sorted(person.roles & TOLD.keys()) if one == role or not role]
    concerned = {one: list(User.objects.holding(*TOLD[one])) for one in {one for _, one in held}}
    by = actor.full_name if isinstance(actor, User) else "The portal"
    notices = []
    for person, one in held:
        given = RoleGrant.objects.filter(person=person, role=one).latest("granted_at")
        is_above = one in ABOVE_SLT
        notices.append(
            notifications.Notice(
                [other for other in concerned[one] if other != person],
                words[0] if is_above else words[1],
                event=f"grant:{given.pk}:{'above' if is_above else 'trust'}{again}",
                params={"name": person.full_name, "role": Role(one).label, "by": by},
            )
        )
    notifications.tell_each(notices)
