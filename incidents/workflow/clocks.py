"""The clocks of an incident start with its report, and with each category that it is given later (I2, I5)."""

from datetime import datetime

from incidents.handling import handling_of
from incidents.models import Incident, IncidentClock, IncidentSettings
from incidents.states import Clock
from incidents.timing import assess_by, first_look, statutory_due
from moderation.clock_rules import school_clock


def start_clocks(incident: Incident) -> list[str]:
    """Start those that the incident's category asks for and that do not run yet; returns their kinds.

    They count from the report; those that the law sets from when the school knew of it, where that was before. Those
    that run stay as they are: another category stops no clock.
    """
    school = school_clock()
    running = set(incident.clocks.values_list("kind", flat=True))
    aware_at = incident.aware_at or incident.reported_at
    due: dict[str, tuple[datetime, datetime]] = {
        kind: (aware_at, statutory_due(kind, aware_at, school)) for kind in handling_of(incident.category).clocks
    }
    if Clock.ASSESS not in running:
        chosen = IncidentSettings.objects.filter(pk=1).values_list("assess_within", flat=True).first()
        from_at = incident.reported_at
        due_at = assess_by(incident.category, from_at, school, chosen, danger=incident.danger)
        due[Clock.ASSESS] = (from_at, due_at)
    started = IncidentClock.objects.bulk_create(
        IncidentClock(incident=incident, kind=kind, from_at=from_at, due_at=at, sweep_at=first_look(from_at, at))
        for kind, (from_at, at) in due.items()
        if kind not in running
    )
    return [clock.kind for clock in started]
