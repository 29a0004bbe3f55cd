"""Today: what needs this person, most urgent first, and how the accounts stand that they run."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.registry import health_of, needs_of
from people.current import signed_in

AT_ONCE = 12  # needs shown before the rest are folded away


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """The home page of every role."""
    person = signed_in(request)
    needs = needs_of(person)
    context = {
        "needs": needs[:AT_ONCE],
        "more": needs[AT_ONCE:],
        "total": len(needs),
        "late": sum(need.urgency == 0 for need in needs),
        "health": health_of(person),
        "now": clock.now(),
    }
    return render(request, "today.html", context)
