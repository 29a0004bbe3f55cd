"""Looking after who is trained: recording who attended, the list of who is due, and asking them (P3)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import clock, rules
from core.documents import csv_download
from core.pagination import KeysetPaginator
from core.views import attempt
from people.current import signed_in
from policy.courses import selectors, workflow
from policy.courses.forms import AttendanceForm, DueFilter, PeopleFilter
from policy.courses.models import Course

PER_PAGE = 50


def record_attendance(request: HttpRequest) -> HttpResponse:
    """Who was there: many people at once. For SLT and Administrators."""
    actor = signed_in(request)
    rules.require("courses.see_due", actor)
    filters = PeopleFilter(request.GET or None)
    everybody = selectors.with_last_days().exclude(pk=actor.pk).order_by("full_name", "pk")
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        courses=Course.objects.live(),
        people=everybody,
        initial={"completed_on": clock.today(), "course": Course.objects.live().first()},
    )
    if request.method == "POST" and form.is_valid():
        recorded = attempt(form, workflow.record_attendance, actor=actor, **form.cleaned_data)
        if recorded is not None:
            _say_recorded(request, len(recorded), len(form.cleaned_data["people"]))
            return redirect("courses:record_attendance")
    shown = _shown(everybody, filters)
    ticked = form.ticked | (
        {str(person.pk) for person in shown} if "all" in request.GET and not form.is_bound else set()
    )
    listed = {str(person.pk) for person in shown}
    context = {
        "form": form,
        "filters": filters,
        "people": [(person, selectors.due_state(person.until), str(person.pk) in ticked) for person in shown],
        "hidden": sorted(key for key in ticked - listed if key.isdecimal()),
        "labels": selectors.DUE_LABELS,
    }
    return render(request, "courses/record_attendance.html", context)


def _shown(everybody: "QuerySet[Any]", filters: PeopleFilter) -> list[Any]:
    people = selectors.narrowed(everybody.prefetch_related("grants"), filters.chosen)
    if filters.chosen.get("show") == "untrained":
        people = people.filter(until__lt=clock.today())
    return list(people)


def _say_recorded(request: HttpRequest, new: int, ticked: int) -> None:
    words = "Recorded for 1 person." if new == 1 else f"Recorded for {new} people."
    if ticked > new:
        words += f" {ticked - new} had it on record already."
    messages.success(request, words)


@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """Who was never trained, whose training ran out, and whose runs out within 30 days."""
    person = signed_in(request)
    rules.require("courses.see_due", person)
    filters = DueFilter(request.GET or None)
    people = selectors.due(filters.chosen)
    page = KeysetPaginator(people, ("until", "full_name", "pk"), PER_PAGE).page(request.GET.get("cursor"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [(one, selectors.due_state(one.until)) for one in page],
        "labels": selectors.DUE_LABELS,
        "counts": selectors.due_counts(),
        "count": people.count(),
        "course_url": selectors.where_to_train(),
    }
    return render(request, "courses/due.html", context)


@require_GET
def due_csv(request: HttpRequest) -> HttpResponse:
    """The same list, with the same filters, for a spreadsheet."""
    person = signed_in(request)
    rules.require("courses.see_due", person)
    people = selectors.due(DueFilter(request.GET or None).chosen).order_by("until", "full_name", "pk")
    header = ["Name", "E-mail", "Roles", "State", "Last training", "Counted until"]
    return csv_download("training-due", header, (_cells(one) for one in people))


def _cells(person: Any) -> list[str]:
    until, title = person.until, person.course_title
    return [
        person.full_name,
        person.email,
        ", ".join(person.role_labels),
        selectors.DUE_LABELS[selectors.due_state(until)],
        title,
        "" if until == selectors.NEVER else until.isoformat(),
    ]


@require_POST
def chase(request: HttpRequest) -> HttpResponse:
    """Remind everybody on the list, as it is filtered, in one click; nobody more than once a day."""
    person = signed_in(request)
    rules.require("courses.see_due", person)
    filters = DueFilter(request.GET or None)
    asked = attempt(request, workflow.chase, selectors.due(filters.chosen), actor=person)
    if asked is not None:
        words = "1 person is reminded." if asked == 1 else f"{asked} people are reminded."
        messages.success(request, f"{words} Whoever was reminded today already gets no second message.")
    query = request.GET.urlencode()
    return redirect(reverse("courses:due") + (f"?{query}" if query else ""))
