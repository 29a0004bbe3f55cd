"""Who has acknowledged the policy and been trained (P2, P3)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core import rules
from core.views import attempt
from people.current import signed_in
from policy import selectors, workflow
from policy.forms import ReadinessFilter


@require_GET
def readiness(request: HttpRequest) -> HttpResponse:
    """Who has acknowledged the policy and been trained, and who has not. For SLT and Administrators."""
    person = signed_in(request)
    rules.require("policy.see_readiness", person)
    filters = ReadinessFilter(request.GET or None)
    everybody = selectors.matrix({})
    context = {
        "filters": filters,
        "rows": selectors.matrix(filters.chosen) if filters.chosen else everybody,
        "total": len(everybody),
        "ready": sum(row.readiness.ready for row in everybody),
        "not_read": sum(row.readiness.acknowledged_at is None for row in everybody),
        "not_trained": sum(not row.trained for row in everybody),
        "current": selectors.current_version(),
    }
    return render(request, "policy/readiness.html", context)


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Ask everybody who has not acknowledged the policy, in one click (P2)."""
    person = signed_in(request)
    rules.require("policy.see_readiness", person)
    asked = attempt(request, workflow.remind, selectors.must_acknowledge(), actor=person)
    if asked is not None:
        messages.success(request, "1 person is reminded." if asked == 1 else f"{asked} people are reminded.")
    return redirect("policy:readiness")
