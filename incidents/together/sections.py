"""Tasks and linked incidents on a case file's page."""

from core import rules
from incidents.models import Incident
from incidents.sections import Place, Section, section
from incidents.staffing import handlers
from incidents.together import selectors
from people.models import User

MOST_ENDED = 50  # the timeline has them all


@section(Place.NEXT, order=10)
def tasks(incident: Incident, reader: User) -> Section | None:
    """Three queries. A task whose owner does not handle it any more is nobody's."""
    able = {person.pk for person in handlers(incident)}
    to_do = [(task, task.owner_id in able) for task in selectors.open_tasks(incident).select_related("owner")]
    ended = list(selectors.ended_tasks(incident)[:MOST_ENDED])
    may = rules.ask("incidents.do_task", reader, incident)
    if not (to_do or ended or may):
        return None
    return Section(
        "incidents/together/_tasks.html",
        {"to_do": to_do, "ended": ended, "may": may, "reader": reader},
        title=f"Tasks ({len(to_do)})" if to_do else "Tasks",
        anchor="tasks",
    )


@section(Place.ASIDE, order=20)
def related(incident: Incident, reader: User) -> Section | None:
    """Only those that the reader handles too, and no word of the others (H5). Two queries."""
    found = selectors.relations(incident, reader)
    may = rules.ask("incidents.do_task", reader, incident)
    if not found and not may:
        return None
    return Section("incidents/together/_related.html", {"related": found, "may": may})
