"""The list of handovers, and the same for a spreadsheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.handovers import selectors
from accounts.handovers.forms import HandoverFilter
from accounts.handovers.models import Handover, HandoverQuerySet
from accounts.handovers.rules import LEADS
from core import clock
from core.documents import csv_download
from core.pagination import KeysetPaginator
from people.current import signed_in


def _found(request: HttpRequest, filters: HandoverFilter) -> HandoverQuerySet:
    seen = Handover.objects.visible_to(signed_in(request)).select_related("account", "person", "successor")
    return selectors.found(seen, **filters.chosen)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Those that the reader sees: going on, the most urgent first, unless another state is chosen."""
    person = signed_in(request)
    filters = HandoverFilter(request.GET or None)
    found = _found(request, filters)
    context = {
        "filters": filters,
        "filtered": bool(filters.chosen),
        "page": KeysetPaginator(found, ("due_on", "pk"), per_page=25).page(request.GET.get("cursor")),
        "count": found.count(),
        "numbers": selectors.numbers(Handover.objects.visible_to(person)),
        "leads": person.holds(*LEADS),
        "query": request.GET.urlencode(),
    }
    return render(request, "handovers/index.html", context)


@require_GET
def index_csv(request: HttpRequest) -> HttpResponse:
    """The same list, with the same filters."""
    person = signed_in(request)
    header = ("Account", "Platform", "Person", "Why", "What becomes of it", "Successor", "Due on", "State", "Overdue")
    rows = [
        (
            one.account.name,
            one.account.get_platform_display(),
            one.person.full_name,
            selectors.cause_for(person, one),
            one.get_choice_display() if one.choice else "",
            one.successor.full_name if one.successor else "",
            one.due_on.isoformat(),
            one.get_status_display(),
            "yes" if one.is_overdue else "no",
        )
        for one in _found(request, HandoverFilter(request.GET or None))
    ]
    return csv_download(f"handovers-{clock.today().isoformat()}", header, rows)
