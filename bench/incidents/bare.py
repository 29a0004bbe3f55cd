"""The least that can answer: a page with nothing on it, and the list's rows by their keys, behind the same door."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from incidents.listing import selectors
from incidents.listing.forms import IncidentFilter
from people.current import signed_in
from stjudes_portal.urls import urlpatterns as portal

handler400, handler403 = "stjudes_portal.views.bad_request", "stjudes_portal.views.permission_denied"
handler404, handler500 = "stjudes_portal.views.page_not_found", "stjudes_portal.views.server_error"
keys: list[int] = []  # of the rows that the list's first page shows


def page(request: HttpRequest) -> HttpResponse:
    """The frame of every page."""
    signed_in(request)
    return render(request, "base.html", {})


def rows(request: HttpRequest) -> HttpResponse:
    """The list's first page: what it shows is known beforehand, so nothing is looked for, sorted or counted."""
    person = signed_in(request)
    files = selectors.found(person, {}).filter(pk__in=keys)
    context = {
        "rows": [selectors.Row(one) for one in files],
        "shows_files": True,
        "filters": IncidentFilter(None, leads=[]),
        "page": (),
        "count": 1,
        "counts": selectors.Counts(1, 1, 1, 1, 1),
    }
    return render(request, "incidents/list.html", context)


urlpatterns = [*portal, path("bare/page/", page), path("bare/list/", rows)]
