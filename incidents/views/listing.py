"""The case files that somebody handles, and the reports that they have a part in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import rules
from core.pagination import KeysetPaginator
from incidents.deleted_pictures.rules import LOOKS
from incidents.listing import selectors
from incidents.listing.forms import IncidentFilter
from incidents.models import Incident
from incidents.settings import rules as _settings  # noqa: F401  (registers who sees the settings)
from incidents.themes import rules as _rules  # noqa: F401  (registers who sees the numbers)
from people.current import signed_in


def incident_list(request: HttpRequest) -> HttpResponse:
    """How to tell us; the files that I handle; the reports that I have a part in.

    Whoever handles none, or is shut out of all that there are, gets the same page with the same queries.
    """
    person = signed_in(request)
    reports = selectors.my_reports(person)
    context: dict[str, Any] = {
        "my_reports": reports[: selectors.MOST_REPORTS],
        "more_reports": len(reports) > selectors.MOST_REPORTS,
        "sees_settings": rules.ask("incidents.see_settings", person),
        "sees_themes": rules.ask("incidents.see_themes", person),
        "sees_pictures": rules.is_one_of(person, *LOOKS),
        "shows_files": selectors.shows_files(person),
    }
    if context["shows_files"]:
        filters = IncidentFilter(request.GET or None, leads=selectors.leads(person))
        files = selectors.found(person, filters.chosen)
        ordering = selectors.ORDERINGS[filters.order]
        page = KeysetPaginator[Incident](files, ordering).page(request.GET.get("cursor"))
        context |= {"rows": [selectors.Row(one) for one in page]}
        context |= {"filters": filters, "page": page, "count": files.count(), "counts": selectors.counts(person)}
    return render(request, "incidents/list.html", context)
