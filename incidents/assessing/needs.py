"""What waits for those who handle an incident: the law's clocks, and the second person's look."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.registry import Need, needs
from incidents.handling import STATUTORY
from incidents.models import Assessment, Incident, IncidentClock
from incidents.states import Status
from people.models import User

MOST = 20


def _file(incident: Incident, part: str = "") -> str:
    return reverse("incidents:incident", kwargs={"ref": incident.public_id}) + part


def _urgency(due_at: datetime) -> int:
    now = clock.now()
    if due_at < now:
        return 0
    return 1 if timezone.localtime(due_at).date() == timezone.localtime(now).date() else 2


@needs
def duties(person: User) -> list[Need]:
    """What the law wants done by a time. Not what: that stands in the file."""
    seen = Incident.objects.visible_to(person).values("pk")
    running = IncidentClock.objects.filter(kind__in=STATUTORY, met_at=None, incident__in=seen)
    return [
        Need(
            sentence=f"{one.incident.reference} needs something done in time",
            url=_file(one.incident, "#clocks"),
            button="See what",
            due_at=one.due_at,
            urgency=_urgency(one.due_at),
        )
        for one in running.select_related("incident").order_by("due_at")[:MOST]
    ]


@needs
def to_check(person: User) -> list[Need]:
    """Assessments that another handler looks at, and those that must be made anew."""
    newer = Assessment.objects.filter(incident=OuterRef("incident"), pk__gt=OuterRef("pk"))
    last = Assessment.objects.filter(needs_check=True).exclude(agreed=True).exclude(Exists(newer))
    seen = Incident.objects.visible_to(person).exclude(status=Status.CLOSED).values("pk")
    waiting = last.filter(incident__in=seen).select_related("incident").order_by("at", "pk")[:MOST]
    return [
        Need(f"{one.incident.reference} needs a new assessment", _file(one.incident, "#check"), "Read why", urgency=1)
        if one.agreed is False
        else Need(
            f"{one.incident.reference} waits for a second person to look at its assessment",
            _file(one.incident, "#check"),
            "Look at it",
            urgency=1,
        )
        for one in waiting
        if one.agreed is False or one.by_id != person.pk
    ]
