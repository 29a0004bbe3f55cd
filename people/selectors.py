"""Reads for the pages about people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from audit.models import Event
from audit.workflow import labels
from core import clock, rules, times
from core.rules import Denied
from people.models import Invitation, Role, RoleGrant, User, UserQuerySet
from people.rules import why_misfit
from people.states import Standing

SYSTEM = {
    "system:set-up": "The set-up",
    "system:sign-in": "The portal",
    "system:daily": "The portal",
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
    "people.set_leaving_day": "calendar-x",
    "people.clear_leaving_day": "calendar-check",
    "people.access_ended": "user-x",
}
QUIET = ("people.signed_in", "people.signed_in_again", "people.signed_out")
LONGEST_HISTORY = 50
SOON = timedelta(days=60)


def directory(viewer: User, chosen: dict[str, str]) -> UserQuerySet:
    """The people that `viewer` may see and asked for."""
    invitations = Invitation.objects.filter(person=OuterRef("pk"))
    found = User.objects.visible_to(viewer).annotate(was_invited=Exists(invitations)).prefetch_related("grants")
    if "q" in chosen:
        found = found.filter(Q(full_name__icontains=chosen["q"]) | Q(email__icontains=chosen["q"]))
    if "role" in chosen:
        found = found.filter(grants__role=chosen["role"], grants__revoked_at=None)
    if "employed" in chosen:
        found = found.filter(is_employed=chosen["employed"] == "yes")
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
        case "leaving":
            return found.active().filter(leaves_on__lte=today + SOON)
        case "starting":
            return found.active().filter(starts_on__gt=today)
        case Standing.ADDED:
            return found.never_invited()
        case Standing.INVITED:
            return found.not_come_in().filter(pk__in=Invitation.objects.values("person"))
        case Standing.ACTIVE:
            return found.come_in()
        case _:
            return found.active()


def waiting_for_invitation(actor: User) -> int:
    """How many were added and never invited, for whoever may invite them; a member of SLT waits for SLT."""
    if not rules.ask("people.invite_waiting", actor):
        return 0
    waiting = User.objects.never_invited()
    if not actor.is_slt:
        waiting = waiting.exclude(grants__in=RoleGrant.objects.filter(role=Role.SLT, revoked_at=None))
    return waiting.exclude(pk=actor.pk).count()


def link_until(person: User) -> datetime | None:
    """Until when the open link of somebody works; None where there is none."""
    now = clock.now()
    sent = person.invitations.filter(used_at=None, revoked_at=None, expires_at__gt=now).first()
    return sent.expires_at if sent else None


def may_see_leaving(viewer: User, person: User) -> bool:
    """When somebody leaves is told by the school, not by its list of people: to those who look after it."""
    return viewer.holds(Role.SLT, Role.ADMINISTRATOR) or viewer.pk in (person.pk, person.line_manager_id)


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
    if "leaves_on" in event.data:
        label += f": {times.day(date.fromisoformat(event.data['leaves_on']))}"
    words = f"{name} was not allowed to do this: “{label}”" if event.refused else f"{name} {label}"
    return Line(event.at, words, ICONS.get(event.verb, "dot"), "waiting" if event.refused else "")
