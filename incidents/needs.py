"""What waits for a person in this room."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from core import clock
from core.registry import Need, needs
from incidents.models import Incident, IncidentClock
from incidents.states import Clock, Status
from people.models import User


@needs
def to_assess(person: User) -> list[Need]:
    now = clock.now()
    today = timezone.localtime(now).date()
    clocks = IncidentClock.objects.filter(kind=Clock.ASSESS, incident__status=Status.REPORTED)
    seen = Incident.objects.visible_to(person).values("pk")
    waiting = clocks.filter(incident__in=seen).select_related("incident").order_by("due_at")[:20]

    def urgency(due: datetime) -> int:
        if due < now:
            return 0
        return 1 if timezone.localtime(due).date() == today else 2

    return [
        Need(
            sentence=f"{one.incident.reference} waits for a first assessment",
            url=reverse("incidents:incident", kwargs={"ref": one.incident.public_id}),
            button="Read and assess",
            due_at=one.due_at,
            urgency=urgency(one.due_at),
        )
        for one in waiting
    ]


@needs
def to_lead(person: User) -> list[Need]:
    led = Incident.objects.visible_to(person).filter(status=Status.INVESTIGATING, lead=person).order_by("pk")[:20]
    return [
        Need(
            sentence=f"You lead the investigation of {incident.reference}",
            url=reverse("incidents:incident", kwargs={"ref": incident.public_id}),
            button="Open the file",
        )
        for incident in led
    ]
