"""Who has acknowledged the policy, declared and been trained (P2, P3, P7)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from core import clock, rules
from core.documents import csv_download
from core.views import attempt
from people.current import signed_in
from policy import selectors, workflow
from policy.forms import ReadinessFilter
from policy.matrix import Matrix, Row


@require_GET
def readiness(request: HttpRequest) -> HttpResponse:
    """Who has done what, and who has not. For SLT and Administrators."""
    rules.require("policy.see_readiness", signed_in(request))
    filters = ReadinessFilter(request.GET or None)
    matrix = Matrix()
    page, rows = matrix.page(filters.chosen, request.GET.get("cursor"))
    context = {
        "filters": filters,
        "counts": matrix.counts(),
        "found": matrix.people(filters.chosen).count(),
        "page": page,
        "rows": rows,
        "current": selectors.current_version(),
    }
    return render(request, "policy/readiness.html", context)


HEADER = (
    *("Name", "E-mail address", "Roles", "Employed", "Ready to run an account"),
    *("Policy version in force", "Acknowledged at", "Training counts until"),
    *("Declared at", "Declaration counts until", "Last reminded at", "Last reminded by", "What is missing"),
)


@require_GET
def readiness_download(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered, in full, for a spreadsheet. Times are the school's."""
    rules.require("policy.see_readiness", signed_in(request))
    matrix, version = Matrix(), selectors.current_version()
    rows = matrix.rows(matrix.people(ReadinessFilter(request.GET or None).chosen))
    number = version.number if version is not None else ""
    name = f"policy-readiness-{clock.today().isoformat()}"
    return csv_download(name, HEADER, (list(_cells(row, number)) for row in rows))


def _cells(row: Row, number: object) -> Iterator[object]:
    readiness, declared = row.standing.readiness, row.standing.declared
    missing = [*readiness.missing, *([] if declared.counts else ["has not made this year's declaration"])]
    yield from (row.person.full_name, row.person.email, ", ".join(row.person.role_labels))
    yield from ("yes" if row.person.is_employed else "no", "yes" if readiness.ready else "no", number)
    for moment in (readiness.acknowledged_at, readiness.trained_until, declared.at, declared.until):
        yield _stamp(moment)
    yield from (_stamp(row.reminded.at), row.reminded.by) if row.reminded else ("", "")
    yield "; ".join(missing)


def _stamp(moment: date | None) -> str:
    """As a spreadsheet sorts it: "2026-11-18", of a moment "2026-11-18 10:00"."""
    if isinstance(moment, datetime):
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
    return moment.isoformat() if moment is not None else ""


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Ask everybody who has not acknowledged the policy, or not declared, in one click (P2, P7)."""
    person = signed_in(request)
    rules.require("policy.see_readiness", person)
    asked = attempt(request, workflow.remind, selectors.must_acknowledge(), actor=person)
    if asked is not None:
        messages.success(request, "1 person is reminded." if asked == 1 else f"{asked} people are reminded.")
    return redirect("policy:readiness")


@require_POST
def remind_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one person, and go back to the same part of the list."""
    actor = signed_in(request)
    rules.require("policy.see_readiness", actor)
    person = get_object_or_404(selectors.must_acknowledge(), pk=pk)
    if attempt(request, workflow.remind, [person], actor=actor) is not None:
        messages.success(request, f"{person.full_name} is reminded.")
    back = request.POST.get("back", "")
    allowed = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/policy/")
    return redirect(back if allowed else reverse("policy:readiness"))
