"""What waits for a person in this room. What concerns one file is one line on Today, whichever package tells of it."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from core import clock
from core.registry import Need, needs
from incidents.models import Incident, IncidentClock
from incidents.states import Clock, Status
from incidents.workflow.drafts import unsent_reports, url_of_page
from people.models import User

MOST = 20


def _urgency(due: datetime, *, is_asked: bool) -> int:
    """Late for whoever handles it; due today for whoever is asked, or where nobody is."""
    now = clock.now()
    if due < now:
        return 0
    return 1 if is_asked and timezone.localtime(due).date() == timezone.localtime(now).date() else 2


@needs
def to_assess(person: User) -> list[Need]:
    """One query. Who is asked first reads so; the others, who that is."""
    clocks = IncidentClock.objects.filter(kind=Clock.ASSESS, incident__status=Status.REPORTED)
    seen = Incident.objects.visible_to(person).values("pk")
    waiting = clocks.filter(incident__in=seen).select_related("incident__first").order_by("due_at", "pk")[:MOST]
    return [_assess(one.incident, one.due_at, person) for one in waiting]


def _assess(incident: Incident, due_at: datetime, person: User) -> Need:
    first = incident.first
    sentence = f"{incident.reference} waits for a first assessment"
    if first is not None:
        sentence += ". You are asked first" if first.pk == person.pk else f". {first} is asked first"
    return Need(
        sentence=sentence,
        url=reverse("incidents:incident", kwargs={"ref": incident.public_id}),
        button="Read and assess",
        due_at=due_at,
        urgency=_urgency(due_at, is_asked=first is None or first.pk == person.pk),
    )


@needs
def to_lead(person: User) -> list[Need]:
    led = Incident.objects.visible_to(person).filter(status=Status.INVESTIGATING, lead=person).order_by("pk")[:MOST]
    return [
        Need(
            sentence=f"You lead the investigation of {incident.reference}",
            url=reverse("incidents:incident", kwargs={"ref": incident.public_id}),
            button="Open the file",
        )
        for incident in led
    ]


@needs
def to_close(person: User) -> list[Need]:
    """The outcome is recorded, and whoever led it has not closed it yet."""
    ended = Incident.objects.visible_to(person).filter(status=Status.RESOLVED, lead=person).order_by("pk")[:MOST]
    return [
        Need(
            sentence=f"{incident.reference} has its outcome and can be closed once nothing is missing",
            url=reverse("incidents:incident", kwargs={"ref": incident.public_id}),
            button="Open the file",
        )
        for incident in ended
    ]


@needs
def unsent(person: User) -> list[Need]:
    """What they typed of a report and did not send: that it is there, not what it says. One query."""
    return [
        Need(sentence="You began a report and have not sent it", url=url_of_page(about), button="Go on")
        for about in unsent_reports(person)
    ]
