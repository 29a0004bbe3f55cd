"""Somebody's days of the rota as a calendar that a phone can subscribe to (iCalendar, RFC 5545)."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from accounts.models import Account
from core import clock
from core.worktime import ONE_DAY
from moderation.rota.schedule import Watch, days_from, plan
from people.models import User

BACK = 14  # days
AHEAD = 70


def days_of(person: User, first_back: int = 0, ahead: int = AHEAD) -> list[Watch]:
    """The days on which this person watches an account, in order."""
    days = days_from(clock.today() - timedelta(days=first_back), first_back + ahead)
    planned = plan(Account.objects.visible_to(person).open(), days)
    return sorted(
        (watch for watches in planned.values() for watch in watches if watch.person == person),
        key=lambda watch: (watch.day, watch.account.name),
    )


def feed(person: User) -> bytes:
    """All-day events. It names the accounts that the person watches, and nothing that anybody wrote."""
    calendar = Calendar()
    calendar.add("prodid", "-//Social media portal//Rota//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Watching our accounts")
    place = f"{settings.PUBLIC_URL}{reverse('moderation:rota')}"
    for watch in days_of(person, BACK):
        event = Event()
        event.add("uid", f"watch-{watch.account.pk}-{watch.day:%Y%m%d}@{place.split('/')[2]}")
        event.add("dtstamp", clock.now())
        event.add("dtstart", watch.day)
        event.add("dtend", watch.day + ONE_DAY)
        event.add("summary", f"Watch {watch.account.label}")
        event.add("url", place)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
