"""Reads for the pages about people."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q

from audit.models import Event
from audit.workflow import labels
from core import clock, rules
from core.rules import Denied
from people.models import Role, User, UserQuerySet
from people.rules import why_misfit
from people.states import Standing

SYSTEM = {
    "system:set-up": "The set-up",
    "system:sign-in": "The portal",
    "system:command-line": "Somebody at the portal's own machine",
}
ICONS = {
    "people.signed_in": "log-in",
    "people.signed_out": "log-out",
    "people.grant_role": "badge-plus",
    "people.revoke_role": "badge-minus",
    "people.switch_off": "user-x",
    "people.switch_on": "user-check",
    "people.add_person": "user-plus",
    "people.invite": "mail",
}
QUIET = ("people.signed_in", "people.signed_in_again", "people.signed_out")
LONGEST_HISTORY = 50


def directory(viewer: User, chosen: dict[str, str]) -> UserQuerySet:
    """The people that `viewer` may see and asked for."""
    found = User.objects.visible_to(viewer).prefetch_related("grants")
    if "q" in chosen:
        found = found.filter(Q(full_name__icontains=chosen["q"]) | Q(email__icontains=chosen["q"]))
    if "role" in chosen:
        found = found.filter(grants__role=chosen["role"], grants__revoked_at=None)
    return _by_standing(found, chosen.get("standing", ""))


def _by_standing(found: UserQuerySet, standing: str) -> UserQuerySet:
    today = clock.today()
    match standing:
        case "any":
            return found
        case Standing.OFF:
            return found.filter(is_active=False)
        case Standing.LEFT:
            return found.filter(is_active=True, leaves_on__lt=today)
        case Standing.INVITED:
            return found.active().filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        case Standing.ACTIVE:
            return found.active().exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        case _:
            return found.active()


@dataclass(frozen=True)
class RoleLine:
    """One role as the page of somebody's roles shows it. `why_not` is empty where it may be changed."""

    role: Role
    held: bool
    why_not: str


def role_lines(actor: User, person: User) -> list[RoleLine]:
    lines = []
    for role in Role:
        verdict, held = rules.ask("people.change_role", actor, person, role), person.holds(role)
        why_not = verdict.reason if isinstance(verdict, Denied) else ""
        lines.append(RoleLine(role, held, why_not or ("" if held else why_misfit(role, person.is_employed))))
    return lines


@dataclass(frozen=True)
class Line:
    """One line of a history, in words."""

    at: datetime
    words: str
    icon: str
    tone: str = ""


def history(person: User, *, with_sign_ins: bool) -> list[Line]:
    """What happened to `person`, newest first, from the record."""
    found = Event.objects.about(person).order_by("-id")
    if not with_sign_ins:
        found = found.exclude(verb__in=QUIET)
    events = list(found[:LONGEST_HISTORY])
    names = User.objects.in_bulk({event.person_id for event in events if event.person_id is not None})
    return [_line(event, names) for event in events]


def _line(event: Event, names: dict[int, User]) -> Line:
    who = names.get(event.person_id or 0)
    name = who.full_name if who else SYSTEM.get(event.actor, "The portal")
    label = labels.get(event.verb, event.verb)
    role = event.data.get("role")
    if role in Role.values:
        label += f": {Role(role).label}"
    words = f"{name} was not allowed to do this: “{label}”" if event.refused else f"{name} {label}"
    return Line(event.at, words, ICONS.get(event.verb, "dot"), "waiting" if event.refused else "")
