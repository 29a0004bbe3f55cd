"""The log of lessons and sessions (P6)."""

from collections.abc import Iterator
from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import clock, rules, times
from core.documents import csv_download
from core.pagination import KeysetPaginator
from core.views import attempt, confirmed
from people.current import signed_in
from policy.guidance import selectors, workflow
from policy.guidance.forms import SessionFilter, SessionForm
from policy.guidance.models import AUDIENCES, EducationSession
from policy.guidance.school_year import SchoolYear

PER_PAGE = 30


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """What was held, newest first, with how many took part."""
    person = signed_in(request)
    rules.require("guidance.see_sessions", person)
    filters = SessionFilter(request.GET or None)
    chosen = filters.chosen
    found = selectors.log(person, chosen)
    page = KeysetPaginator(found, ("-held_on", "-pk"), PER_PAGE).page(request.GET.get("cursor"))
    context = {
        "filters": filters,
        "filtered": bool(chosen),
        "lead_label": f"sessions held {_period(chosen.get('year', ''))}",
        "held": selectors.counted(found),
        "page": page,
        "rows": [(row, bool(rules.ask("guidance.strike_session", person, row))) for row in page],
        "may_record": rules.ask("guidance.record_session", person),
    }
    return render(request, "guidance/sessions.html", context)


def _period(year: str) -> str:
    if year == selectors.ALL_YEARS:
        return "in all years"
    return f"in {SchoolYear(int(year))}" if year else "this school year"


@require_GET
def sessions_csv(request: HttpRequest) -> HttpResponse:
    """The same list as a file, by the same filters."""
    person = signed_in(request)
    rules.require("guidance.see_sessions", person)
    found = selectors.log(person, SessionFilter(request.GET or None).chosen)
    header = ["Date", "What it was", "For whom", *AUDIENCES.values(), "Led by", "Notes", "Recorded by", "State"]
    return csv_download("sessions", header, _rows(found))


def _rows(found: "QuerySet[EducationSession]") -> Iterator[list[object]]:
    for row in found:
        counts = [getattr(row, name) for name in AUDIENCES]
        state = f"Struck out on {times.day(row.struck_at)}" if row.struck_at else "Counts"
        recorder = row.recorded_by.full_name
        yield [row.held_on.isoformat(), row.title, row.detail, *counts, row.led_by, row.notes, recorder, state]


def record_session(request: HttpRequest) -> HttpResponse:
    """One lesson or session that was held."""
    person = signed_in(request)
    rules.require("guidance.record_session", person)
    form = SessionForm(request.POST or None, initial={"held_on": clock.today(), "led_by": person.full_name})
    form.cancel_url = reverse("guidance:sessions")
    if request.method == "POST" and form.is_valid():
        recorded = attempt(form, workflow.record_session, actor=person, **form.cleaned_data)
        if recorded is not None:
            messages.success(request, f"“{recorded.title}” is in the log.")
            return redirect("guidance:sessions")
    return render(request, "guidance/record_session.html", {"form": form})


def strike_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a session is struck out."""
    person = signed_in(request)
    found = get_object_or_404(EducationSession.objects.visible_to(person), pk=pk)
    rules.require("guidance.strike_session", person, found)
    context = {
        "title": f"Strike out “{found.title}”?",
        "points": [
            f"It was recorded as held on {times.day(found.held_on)}. It stays visible as a mistake.",
            "It counts no more, here and in the governors’ report.",
        ],
        "button": "Strike it out",
        "harm": True,
    }
    strike = partial(workflow.strike_session, found, actor=person)
    done = "It is struck out. It stays visible, but counts no more."
    return confirmed(request, strike, context, done=done, back=reverse("guidance:sessions"))
