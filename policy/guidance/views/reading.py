"""The guidance as everybody in the portal reads it (P5)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from core import rules
from people.current import signed_in
from policy.guidance import selectors
from policy.guidance.forms import GuidanceFilter


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every page of guidance, what families read, and what was taught."""
    person = signed_in(request)
    filters = GuidanceFilter(request.GET or None)
    words = filters.chosen.get("q", "")
    shelf = selectors.shelf()
    may_see_sessions = rules.ask("guidance.see_sessions", person)
    year = selectors.this_year()
    context = {
        "filters": filters,
        "words": words,
        "pages": selectors.matching(shelf.pages, words),
        "families": next(iter(selectors.matching([shelf.families], words)), None),
        "away": shelf.away,
        "may_write": rules.ask("guidance.write", person),
        "may_see_sessions": may_see_sessions,
        "held": selectors.sessions_held(year.first_day, year.last_day) if may_see_sessions else None,
    }
    return render(request, "guidance/index.html", context)


@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of guidance. SLT finds the history of a page that was taken away."""
    person = signed_in(request)
    found = selectors.latest(slug)
    may_write = rules.ask("guidance.write", person)
    if found is None or not (found.is_shown or may_write):
        raise Http404
    if not found.is_shown:
        return redirect("guidance:history", slug=slug)
    if found.is_for_families:
        return redirect("guidance:for_families")
    return render(request, "guidance/page.html", {"page": found, "may_write": may_write})
