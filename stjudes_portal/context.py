"""What every page knows: the school, where one can go, and what is wrong with the portal at the moment.

A page that shows none of it asks the database nothing: each value is worked out when a template first reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Subquery
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from core import clock, times
from moderation.models import Heartbeat
from notifications.models import Notification
from people.models import Role, User
from policy.models import PolicyVersion
from policy.needs import REVIEW_WARNING
from policy.states import Status
from school.models import MailSettings, School, current_school


@dataclass(frozen=True)
class Place:
    """A line of the main list: its word, its URL name, its icon, and for whom it is."""

    label: str
    url_name: str
    icon: str
    roles: frozenset[str] = frozenset()  # none: for everybody who is signed in


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    icon: str
    active: bool


@dataclass(frozen=True)
class Banner:
    """Tones as in core/looks.py. `link` is the words of the link to `url`."""

    text: str
    tone: str = "plain"
    icon: str = "info"
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Facts:
    unread: int = 0
    swept_at: datetime | None = None
    sends_mail: bool = True
    review_on: date | None = None  # of the policy in force


# A volunteer sees only what is theirs, so has no use for these (P4).
INSIDE = frozenset(Role.values) - {Role.VOLUNTEER}
LEADS = frozenset({Role.SLT, Role.ADMINISTRATOR})
STAFF = frozenset({Role.STAFF, Role.SLT, Role.ADMINISTRATOR, Role.SAFEGUARDING_LEAD, Role.DEPUTY_SAFEGUARDING_LEAD})

PLACES = (
    Place("Today", "today", "sun"),
    Place("Business cases", "applications:index", "briefcase"),
    Place("Accounts", "accounts:index", "at-sign"),
    Place("Comments", "moderation:queue", "messages-square"),
    Place("Rota", "moderation:rota", "calendar-days"),
    Place("Figures", "moderation:figures", "chart-column", INSIDE),
    Place("Incidents", "incidents:list", "shield-alert"),
    Place("Policy", "policy:index", "book-open-text"),
    Place("Guidance", "guidance:index", "lightbulb"),
    Place("People", "people:list", "users", STAFF),
    Place("School settings", "school:settings", "settings-2", LEADS),
)

# Rooms whose pages belong to another room's line.
ROOM_OF = {"vault": "accounts", "personal": "accounts", "courses": "policy"}


def portal(request: HttpRequest) -> dict[str, Any]:
    """The context processor named in the settings."""
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return {"school": _lazy(lambda: school_of(request)), "demo": settings.DEMO, "demo_url": _demo_url()}
    facts: Any = SimpleLazyObject(lambda: read_facts(person))
    return {
        "school": _lazy(lambda: school_of(request)),
        "nav": _lazy(lambda: nav_of(person, request)),
        "unread_count": _lazy(lambda: facts.unread),
        "banners": _lazy(lambda: banners_of(person, facts, at_home=request.path == url_of("today"))),
        "notifications_url": url_of("notifications:list"),
        "demo": settings.DEMO,
        "demo_url": _demo_url(),
    }


def school_of(request: HttpRequest) -> School | None:
    """The school, as the time-zone middleware has read it already where it ran."""
    if "school" in request.__dict__:
        school: School | None = request.__dict__["school"]
        return school
    return current_school()


def nav_of(person: User, request: HttpRequest) -> list[NavItem]:
    """The places that are for `person` and exist."""
    items = []
    for place in PLACES:
        url = url_of(place.url_name)
        if url and (not place.roles or person.holds(*place.roles)):
            items.append(NavItem(place.label, url, place.icon, _is_here(place, url, request)))
    return items


def _is_here(place: Place, url: str, request: HttpRequest) -> bool:
    if request.path == url:
        return True
    # The page of one thing belongs to the first line of its room, unless it is itself another line's page.
    match = request.resolver_match
    room = ROOM_OF.get(match.namespace, match.namespace) if match else ""
    first = next((other for other in PLACES if room and other.url_name.startswith(f"{room}:")), None)
    return place is first and not any(request.path == url_of(other.url_name) for other in PLACES)


def banners_of(person: User, facts: Facts, *, at_home: bool = False) -> list[Banner]:
    banners = review_banner(facts.review_on) if at_home and person.is_slt else []
    stale = timedelta(seconds=settings.SWEEP_STALE_SECONDS)
    if facts.swept_at is None or clock.now() - facts.swept_at > stale:
        since = f"since {times.short(facts.swept_at)}" if facts.swept_at else "yet"
        banners.append(
            Banner(
                f"The portal has not checked for late comments {since}. Reminders may be missing. "
                "Tell an Administrator.",
                tone="late",
                icon="triangle-alert",
            )
        )
    if not facts.sends_mail and not settings.DEMO and person.holds(*LEADS):
        banners.append(
            Banner(
                "E-mail is not set up yet, so messages are only written to files on the portal's own machine.",
                icon="mail-warning",
                tone="waiting",
                url=url_of("school:mail"),
                link="Set up e-mail",
            )
        )
    return banners


def review_banner(review_on: date | None) -> list[Banner]:
    """For SLT's home page: the policy is to be reviewed within 60 days, or should have been (P1)."""
    left = review_on - clock.today() if review_on is not None else timedelta.max
    if review_on is None or left > REVIEW_WARNING:
        return []
    url, link, day = url_of("policy:review"), "Review it", times.day(review_on)
    if left < timedelta():
        words, tone, icon = f"The social media policy should have been reviewed by {day}.", "late", "clock-alert"
    else:
        words, tone, icon = f"The social media policy is to be reviewed by {day}.", "waiting", "clock"
    return [Banner(words, tone, icon, url, link)]


def read_facts(person: User) -> Facts:
    """What the frame of the page shows, in one query."""
    unread = Notification.objects.visible_to(person).unread()
    row = (
        School.objects.filter(pk=1)
        .annotate(
            unread=Subquery(unread.order_by().values("recipient").annotate(n=Count("pk")).values("n")),
            swept_at=Subquery(Heartbeat.objects.filter(name="sweep").values("at")[:1]),
            sends_mail=Exists(MailSettings.objects.all()),
            review_on=Subquery(PolicyVersion.objects.filter(status=Status.PUBLISHED).values("review_on")[:1]),
        )
        .values_list("unread", "swept_at", "sends_mail", "review_on")
        .first()
    )
    return Facts(row[0] or 0, *row[1:]) if row else Facts()


def url_of(name: str) -> str:
    """The address of the page of that name, or nothing where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _demo_url() -> str:
    return url_of("demo:sign_in_as") if settings.DEMO else ""


def _lazy(function: Callable[[], Any]) -> Any:
    return SimpleLazyObject(function)
