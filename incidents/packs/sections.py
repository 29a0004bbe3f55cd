"""The packs of a case file, beside it."""

from core import rules
from incidents.models import Incident
from incidents.packs import selectors
from incidents.packs import workflow as _workflow  # noqa: F401  (registers the rules)
from incidents.sections import Place, Section, section
from people.models import User


@section(Place.ASIDE, order=80)
def packs(incident: Incident, reader: User) -> Section | None:
    """Those that were made, and the way to another; nothing where there is neither."""
    may, made = rules.ask("incidents.ask_pack", reader, incident), selectors.latest(incident)
    if not may and not made:
        return None
    return Section("incidents/packs/_packs.html", {"packs": made, "may": may})
