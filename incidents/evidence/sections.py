"""The evidence on a case file's page."""

from incidents.evidence import selectors
from incidents.evidence.keeping import is_words_only
from incidents.models import Incident
from incidents.sections import Place, Section, section
from people.models import User


@section(Place.MAIN, order=30)
def evidence(incident: Incident, reader: User) -> Section:
    pieces = selectors.listed(incident)
    context = {
        "pieces": pieces,
        "is_broken": any(piece.was_whole is False for piece in pieces),
        "may": selectors.choices(incident, reader),
        "words_only": is_words_only(incident),
        "is_about_a_comment": incident.item_id is not None,
    }
    return Section("incidents/evidence/_section.html", context, title="Evidence", anchor="evidence")
