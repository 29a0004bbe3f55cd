"""The clocks of an incident start with its report, and with each category that it is given later (I2, I5)."""

from datetime import datetime

from incidents.handling import handling_of
from incidents.models import Incident, IncidentClock, IncidentSettings
from incidents.states import Clock
from incidents.timing import assess_by, statutory_due
from moderation.clock_rules import school_clock


def start_clocks(incident: Incident) -> None:
    """Start those that the incident's category asks for and that do not run yet, from when it was reported.

    Those that run stay as they are: another category stops no clock.
    """
    school = school_clock()
    running = set(incident.clocks.values_list("kind", flat=True))
    due: dict[str, datetime] = {
        kind: statutory_due(kind, incident.reported_at, school) for kind in handling_of(incident.category).clocks
    }
    if Clock.ASSESS not in running:
        chosen = IncidentSettings.objects.filter(pk=1).values_list("assess_within", flat=True).first()
        due[Clock.ASSESS] = assess_by(incident.category, incident.reported_at, school, chosen)
    IncidentClock.objects.bulk_create(
        IncidentClock(incident=incident, kind=kind, from_at=incident.reported_at, due_at=at)
        for kind, at in due.items()
        if kind not in running
    )
