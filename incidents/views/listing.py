"""The case files that somebody handles, and the reports that they have a part in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.pagination import KeysetPaginator
from incidents import selectors
from incidents.forms import (
    IncidentFilter,
)
from incidents.models import Incident
from incidents.states import PUBLIC_LABELS, PUBLIC_LOOKS, Status
from people.current import signed_in


def incident_list(request: HttpRequest) -> HttpResponse:
    """The files that I handle, and below them the reports that I made."""
    person = signed_in(request)
    filters = IncidentFilter(request.GET or None)
    found = selectors.filtered(person, filters.chosen)
    context = {
        "filters": filters,
        "page": KeysetPaginator(found, ("-reported_at", "-pk")).page(request.GET.get("cursor")),
        "handles_any": Incident.objects.visible_to(person).exists(),
        "my_reports": [
            (r, PUBLIC_LOOKS[Status(r.status)], PUBLIC_LABELS[Status(r.status)])
            for r in Incident.objects.told_to(person)[:50]
        ],
    }
    return render(request, "incidents/list.html", context)
