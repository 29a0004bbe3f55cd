"""What a case file's page shows of its assessments and clocks."""

from dataclasses import dataclass

from core import rules
from incidents.assessing.words import DUTIES, Duty
from incidents.handling import STATUTORY
from incidents.models import Assessment, Incident, IncidentClock, Referral
from incidents.staffing import handlers
from incidents.states import Clock, Status
from people.models import User


@dataclass(frozen=True)
class Running:
    """A clock that runs, with what is to be done. `duty` is None for the first assessment."""

    clock: IncidentClock
    duty: Duty | None
    may_record: rules.Verdict
    may_waive: rules.Verdict


def clocks_of(incident: Incident) -> list[IncidentClock]:
    return list(incident.clocks.select_related("met_by"))


def running(incident: Incident, reader: User, clocks: list[IncidentClock]) -> list[Running]:
    """Those that run, the next one first."""
    return [
        Running(
            one,
            DUTIES.get(Clock(one.kind)),
            rules.ask("incidents.record_duty", reader, incident, one),
            rules.ask("incidents.waive_duty", reader, incident, one),
        )
        for one in clocks
        if one.met_at is None
    ]


def ended(clocks: list[IncidentClock]) -> list[tuple[IncidentClock, Duty]]:
    """What the law asked for and was done, or decided against."""
    return [(one, DUTIES[Clock(one.kind)]) for one in clocks if one.met_at is not None and one.kind in STATUTORY]


def assessments(incident: Incident) -> list[Assessment]:
    """The last first."""
    return list(incident.assessments.select_related("by", "checked_by").order_by("-at", "-pk"))


def is_alone(incident: Incident, last: Assessment) -> bool:
    """Whether nobody else handles it who could look at the assessment."""
    return not handlers(incident).exclude(pk=last.by_id).exists()


def can_be_aware_earlier(incident: Incident) -> bool:
    """Whether it makes a difference, and nobody said it yet."""
    return incident.aware_at is None and incident.status != Status.CLOSED


def told_already(incident: Incident, duty: Duty) -> Referral | None:
    """Whoever the duty is to be told of stands among the agencies already: the last time, or None."""
    if not duty.agency:
        return None
    return incident.referrals.filter(agency__key=duty.agency).order_by("referred_at", "pk").last()
