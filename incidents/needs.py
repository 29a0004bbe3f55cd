"""What waits for a person in this room."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from core import clock
from core.registry import Need, needs
from incidents.models import Incident
from incidents.states import Status
from people.models import User


@needs
def to_assess(person: User) -> list[Need]:
    now = clock.now()
    today = timezone.localtime(now).date()
    waiting = Incident.objects.visible_to(person).filter(status=Status.REPORTED).order_by("assess_by")[:20]

    def urgency(due: datetime) -> int:
        if due < now:
            return 0
        return 1 if timezone.localtime(due).date() == today else 2

    return [
        Need(
            sentence=f"{incident.reference} waits for a first assessment",
            url=reverse("incidents:incident", kwargs={"pk": incident.pk}),
            button="Read and assess",
            due_at=incident.assess_by,
            urgency=urgency(incident.assess_by),
        )
        for incident in waiting
    ]


@needs
def to_lead(person: User) -> list[Need]:
    led = Incident.objects.visible_to(person).filter(status=Status.INVESTIGATING, lead=person).order_by("pk")[:20]
    return [
        Need(
            sentence=f"You lead the investigation of {incident.reference}",
            url=reverse("incidents:incident", kwargs={"pk": incident.pk}),
            button="Open the file",
        )
        for incident in led
    ]
