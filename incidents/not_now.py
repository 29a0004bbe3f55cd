"""Why a page of a case file has nothing to fill in as the file stands, and where to go instead.

Asked when a page is opened. What is sent is answered by its form, which keeps what was typed and says why.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core import rules
from incidents.handling import STATUTORY
from incidents.models import Incident
from incidents.states import PERHAPS_ILLEGAL, Status
from people.models import User


@dataclass(frozen=True)
class NotNow:
    """A whole sentence; and the page to go to instead, by its stem, where there is one.

    `status` of the answer: as things stand (409), or not for this reader (403).
    """

    why: str
    label: str = ""
    stem: str = ""
    status: int = 409


_FIRST = ("Make the first assessment", "assess")
_AGAIN = ("Open it again", "reopen")
_CLOSED = NotNow("This incident is closed.", *_AGAIN)


def _assess(incident: Incident) -> NotNow | None:
    if incident.status == Status.REPORTED:
        return None
    return NotNow("It has its first assessment already.", "Assess it again", "reassess")


def _start_investigation(incident: Incident) -> NotNow | None:
    return {
        Status.REPORTED: NotNow("It is assessed first. After that the investigation can start.", *_FIRST),
        Status.INVESTIGATING: NotNow("It is being investigated already.", "Change who leads it", "change_lead"),
        Status.RESOLVED: NotNow("It has its outcome already.", *_AGAIN),
    }.get(Status(incident.status))


def _change_lead(incident: Incident) -> NotNow | None:
    start = ("Start the investigation", "start_investigation") if incident.status == Status.ASSESSED else ()
    is_led = incident.status == Status.INVESTIGATING
    return None if is_led else NotNow("Somebody leads an incident while it is being investigated.", *start)


def _resolve(incident: Incident) -> NotNow | None:
    return {
        Status.REPORTED: NotNow("It is assessed first. After that its outcome can be saved.", *_FIRST),
        Status.RESOLVED: NotNow("It has its outcome already.", "Change the outcome", "change_outcome"),
    }.get(Status(incident.status))


def _set_aware(incident: Incident) -> NotNow | None:
    """One query."""
    if incident.aware_at is not None:
        return NotNow("This was recorded already, and is recorded once. Add a note if there is more to say.")
    if incident.clocks.filter(kind__in=STATUTORY, met_at=None).exists():
        return None
    return NotNow("No time that the law sets runs in this file, so nothing is counted from when the school knew.")


def _close(incident: Incident) -> NotNow | None:
    return None if incident.is_open else _CLOSED


def _reopen(incident: Incident) -> NotNow | None:
    is_over = incident.status in (Status.RESOLVED, Status.CLOSED)
    return None if is_over else NotNow("It is open: there is nothing to open again.")


def _excuse(incident: Incident) -> NotNow | None:
    if incident.lawfulness in PERHAPS_ILLEGAL:
        return None
    return NotNow("Only an incident that is possibly against the law needs this reason.")


_STATES: dict[str, Callable[[Incident], NotNow | None]] = {
    "assess": _assess,
    "start_investigation": _start_investigation,
    "change_lead": _change_lead,
    "resolve": _resolve,
    "set_aware": _set_aware,
    "close": _close,
    "reopen": _reopen,
    "excuse": _excuse,
}
# Beside working on the file, which is asked of all others.
_RULES = {
    "reassess": "incidents.reassess",
    "check_assessment": "incidents.check_assessment",
    "change_outcome": "incidents.change_outcome",
    "name_person": "incidents.shut_out",
    "reopen": "incidents.reopen",
    "close": "incidents.read",  # the page says itself what is missing
}


def why_not_now(stem: str, incident: Incident, person: User) -> NotNow | None:
    """None where the page makes sense to `person`; it is never asked about a file that they may not read."""
    may = rules.ask(_RULES.get(stem, "incidents.handle"), person, incident)
    if not may:
        first = _FIRST if stem == "reassess" and incident.status == Status.REPORTED else ("", "")
        return NotNow(may.reason, *first, status=403)
    found = _STATES[stem](incident) if stem in _STATES else None
    if found is None and stem == "excuse":
        may = rules.ask("incidents.excuse", person, incident)
        return None if may else NotNow(may.reason, status=403)
    return found
