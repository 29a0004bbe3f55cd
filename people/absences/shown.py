"""What absences add to the Today page and to a person's page."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from core import clock, rules, times
from core.registry import Need, needs
from people.absences.rules import lends
from people.models import Absence, User
from people.panels import Panel, panel

WELCOME = timedelta(days=3)  # for so long somebody who is back is told what they missed
SOON = timedelta(days=14)


@needs
def away_and_acting(person: User) -> list[Need]:
    """For who is away, who is back, and who acts for somebody."""
    today = clock.today()
    near = Q(until_on__gte=today - WELCOME, from_on__lte=today)
    mine = Absence.objects.filter(near, Q(person=person) | Q(delegate=person), ended_at=None)
    found = []
    for absence in mine.select_related("person", "delegate").prefetch_related("person__grants").order_by("until_on"):
        if absence.person_id == person.pk:
            found.append(_of_absent(absence, today))
        elif absence.until_on >= today:
            found.append(_of_delegate(absence))
    return found


def _of_absent(absence: Absence, today: date) -> Need:
    url, name = reverse("people:absences"), absence.delegate.full_name
    if absence.until_on < today:
        since = times.day(absence.until_on)
        return Need(f"Welcome back. Until {since} {name} acted for you", url, "See your absences")
    until = times.day(absence.until_on)
    return Need(f"You are away until {until}, and {name} acts for you. Are you back?", url, "See your absences")


def _of_delegate(absence: Absence) -> Need:
    until, name = times.day(absence.until_on), absence.person.full_name
    if lends(absence):
        return Need(
            f"Until {until} you act for {name}: you may decide business cases in their place",
            reverse("applications:queue"),
            "See what waits",
        )
    return Need(f"Until {until} you act for {name}", reverse("people:absences"), "See the days")


@panel
def away(person: User, reader: User) -> Panel | None:
    """Whether somebody is away now or soon, for everybody who sees the person; a link for who may record it."""
    today = clock.today()
    rows = Absence.objects.filter(person=person, ended_at=None, until_on__gte=today, from_on__lte=today + SOON)
    lines = []
    for absence in rows.select_related("delegate").order_by("from_on"):
        until, name = times.day(absence.until_on), absence.delegate.full_name
        since = "Away now" if absence.from_on <= today else f"Away from {times.day(absence.from_on)}"
        lines.append(f"{since} until {until}. {name} acts meanwhile.")
    may = person.may_sign_in and bool(rules.ask("people.record_absence", reader, person))
    if not lines and not may:
        return None
    url, link = "", ""
    if person.pk == reader.pk:
        url, link = reverse("people:absences"), "Your absences"
    elif may:
        url = reverse("people:record_absence", kwargs={"pk": person.pk})
        link = f"Say that {person.first_name} is away"
    return Panel("Being away", (), lines or ["Not away in the next two weeks."], url, link)
