"""What the room puts on somebody's Today page: the last days, and a role that nobody would hold."""

from datetime import timedelta

from django.urls import reverse

from core import clock, times
from core.registry import Need, needs
from people.models import Role, RoleGrant, User

LAST_DAYS = timedelta(days=14)
AT_SET_UP = 2  # the first member of SLT and the first Administrator


@needs
def own_leaving(person: User) -> list[Need]:
    """In the last fortnight: when access ends, and that confidence lasts beyond it (P7)."""
    if person.leaves_on is None or person.leaves_on - clock.today() > LAST_DAYS:
        return []
    sentence = (
        f"Your last working day is {times.day(person.leaves_on)}. "
        "What you learned here stays confidential after you leave"
    )
    return [Need(sentence, reverse("people:person", kwargs={"pk": person.pk}), "See what ends when")]


@needs
def nobody_else_yet(person: User) -> list[Need]:
    """For SLT and Administrators of a school that has just been set up: the others."""
    if not person.holds(Role.SLT, Role.ADMINISTRATOR) or len(User.objects.get_queryset()[: AT_SET_UP + 1]) > AT_SET_UP:
        return []
    sentence = "Add the people who run the school's accounts, or will"
    return [Need(sentence, reverse("people:add_person"), "Add people")]


@needs
def roles_without_anybody(person: User) -> list[Need]:
    """For SLT and Administrators: everybody who holds the one or the other role is about to leave."""
    if not person.holds(Role.SLT, Role.ADMINISTRATOR):
        return []
    grants = RoleGrant.objects.filter(
        role__in=[Role.SLT, Role.ADMINISTRATOR], revoked_at=None, person__in=User.objects.active().values("pk")
    )
    last_days: dict[str, list[object]] = {}
    for role, leaves_on in grants.values_list("role", "person__leaves_on"):
        last_days.setdefault(role, []).append(leaves_on)
    found = []
    for role, days in sorted(last_days.items()):
        if None not in days:
            day = times.day(max(days))  # type: ignore[type-var, arg-type]
            sentence = f"After {day} nobody holds the role “{Role(role).label}”. Give it to somebody who stays"
            found.append(Need(sentence, reverse("people:list"), "Choose somebody", urgency=1))
    return found
