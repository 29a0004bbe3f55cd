"""What of the clocks and the assessment stands on a case file's page."""

from core import rules
from incidents.assessing import selectors
from incidents.handling import STATUTORY, handling_of
from incidents.kinds import handlers_advice_of
from incidents.models import Incident
from incidents.sections import Place, Section, section
from incidents.states import Status
from people.models import User


@section(Place.TOP, order=30)
def advice(incident: Incident, reader: User) -> Section | None:
    """What the law and the guidance for schools ask of its handlers about this kind of incident, while it is open."""
    template = handlers_advice_of(incident.category)
    if not template or not incident.is_open:
        return None
    unread = incident.status == Status.REPORTED or handling_of(incident.category).words_only
    return Section("incidents/_advice_in_file.html", {"advice": template, "stays_open": unread})


@section(Place.TOP, order=10)
def clocks(incident: Incident, reader: User) -> Section | None:
    """What has to be done by when, while it is not done."""
    running = selectors.running(incident, reader, selectors.clocks_of(incident))
    if not running:
        return None
    may_set = rules.ask("incidents.set_aware", reader, incident)
    by_law = any(one.clock.kind in STATUTORY for one in running)
    context = {"running": running, "may_set_aware": by_law and may_set and selectors.can_be_aware_earlier(incident)}
    return Section("incidents/assessing/_clocks.html", context)


@section(Place.TOP, order=20)
def check(incident: Incident, reader: User) -> Section | None:
    """The second person's look, while the assessment waits for it, or while a new one is asked for."""
    made = selectors.assessments(incident)
    if not made or made[0].is_settled or not incident.is_open:
        return None
    last = made[0]
    context = {
        "last": last,
        "may_check": rules.ask("incidents.check_assessment", reader, incident),
        "may_reassess": rules.ask("incidents.reassess", reader, incident),
        "is_alone": last.agreed is None and selectors.is_alone(incident, last),
    }
    return Section("incidents/assessing/_check.html", context)


@section(Place.MAIN, order=3)
def assessment(incident: Incident, reader: User) -> Section | None:
    """The last assessment, those before it, and what the law asked for and was done."""
    made, ended = selectors.assessments(incident), selectors.ended(selectors.clocks_of(incident))
    context = {
        "last": made[0] if made else None,
        "earlier": made[1:],
        "ended": ended,
        "may_reassess": rules.ask("incidents.reassess", reader, incident),
        "may_recategorise": rules.ask("incidents.recategorise", reader, incident),
    }
    return Section("incidents/assessing/_assessment.html", context, title="Assessment", anchor="assessment")
