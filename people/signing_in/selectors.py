"""Reads for the page "Your sign-in"."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Q

from audit.models import Event
from audit.workflow import labels
from people.models import Session, User
from people.selectors import SYSTEM, Line
from people.sessions import still_open
from people.signing_in.provider import why

LONGEST = 20  # events shown
CHOSE_PASSWORD = ("people.accept_invitation", "people.password_changed", "people.password_reset")
ICONS = {
    "people.signed_in": "log-in",
    "people.signed_in_again": "log-in",
    "people.signed_out": "log-out",
    "people.end_session": "log-out",
    "people.end_other_sessions": "log-out",
    "people.sign_in_failed": "shield-alert",
    "people.code_refused": "shield-alert",
    "people.second_factor_added": "badge-plus",
    "people.second_factor_removed": "badge-minus",
    "people.clear_second_steps": "badge-minus",
    "people.agree_step_reset": "badge-minus",
    "people.ask_step_reset": "life-buoy",
    "people.refuse_step_reset": "life-buoy",
    "people.lapse_step_reset": "life-buoy",
    "people.recovery_codes_made": "life-buoy",
    "people.accept_invitation": "key-round",
    "people.password_changed": "key-round",
    "people.password_reset": "key-round",
    "people.invite": "mail",
    "people.add_by_provider": "user-plus",
    "people.link_sign_in": "link",
    "people.unlink_sign_in": "unlink",
}
STEPS = {"totp": "the authenticator app", "webauthn": "a passkey"}


@dataclass(frozen=True)
class Place:
    """Somewhere that somebody is signed in."""

    handle: str
    device: str
    address: str
    began_at: datetime | None
    seen_at: datetime | None
    is_here: bool


def places_of(person: User, here: str | None) -> list[Place]:
    """The open sessions of a person, the one with the key `here` first, then the latest used."""
    rows = Session.objects.filter(still_open() | Q(pk=here), person=person)
    places = [
        Place(row.handle, row.device, row.address or "", row.began_at, row.seen_at, row.pk == here)
        for row in rows.order_by("-seen_at")
    ]
    return sorted(places, key=lambda place: not place.is_here)


def factors_of(person: User) -> dict[str, Any]:
    """What a person has to show who they are."""
    kept = list(Authenticator.objects.filter(user=person))
    codes = next((each for each in kept if each.type == Authenticator.Type.RECOVERY_CODES), None)
    chosen = Event.objects.about(person).filter(verb__in=CHOSE_PASSWORD, refused=False).order_by("-id").first()
    return {
        "app": next((each for each in kept if each.type == Authenticator.Type.TOTP), None),
        "passkeys": [each for each in kept if each.type == Authenticator.Type.WEBAUTHN],
        "has_second_step": any(each is not codes for each in kept),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_password": person.has_usable_password(),
        "linked_at": _linked_at(person),
        "password_chosen_at": chosen.at if chosen else None,
    }


def _linked_at(person: User) -> datetime | None:
    provider = settings.SIGN_IN_PROVIDER
    if provider is None:
        return None
    link = SocialAccount.objects.filter(user=person, provider=provider.key).first()
    return link.date_joined if link else None


def recent_events(person: User) -> list[Line]:
    """What lately happened to how a person signs in, newest first, from the record, told to that person."""
    events = list(Event.objects.about(person).filter(verb__in=ICONS).order_by("-id")[:LONGEST])
    names = User.objects.in_bulk({event.person_id for event in events if event.person_id is not None})
    return [_line(person, event, names) for event in events]


def _line(person: User, event: Event, names: dict[int, User]) -> Line:
    other = names.get(event.person_id or 0)
    who = "You" if other == person else other.full_name if other else SYSTEM.get(event.actor, "The portal")
    label = labels.get(event.verb, event.verb)
    words = f"{who} {label}{_more(event)}"
    if event.refused:
        words = f"{who} tried this, but it was not done: “{label}”"
    bad = event.refused or event.verb in ("people.sign_in_failed", "people.code_refused")
    return Line(event.at, words, ICONS[event.verb], "waiting" if bad else "")


def _more(event: Event) -> str:
    match event.verb:
        case "people.signed_in" if event.data.get("second_factor"):
            return ", with your second step"
        case "people.second_factor_added" | "people.second_factor_removed" if event.data.get("type") in STEPS:
            return f": {STEPS[event.data['type']]}"
        case "people.sign_in_failed":
            kind = str(event.data.get("kind", ""))
            return f": {why[kind][1] if kind in why else 'the password was wrong'}"
    return ""
