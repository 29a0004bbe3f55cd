"""Taking a course: its pages, its quiz, and how it went (P3)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from core import clock, rules
from core.views import attempt as tried
from people.current import signed_in
from policy import selectors as policy
from policy.courses import paper, selectors, workflow
from policy.courses.forms import QuizForm
from policy.courses.models import Attempt, Completion, Course
from policy.models import TrainingRecord


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every course that is offered and how I stand with it, and all training that I have on record."""
    person = signed_in(request)
    today = clock.today()
    courses = Course.objects.visible_to(person)
    may_write = rules.ask("courses.write", person)
    training = TrainingRecord.objects.filter(person=person).standing()
    records = [(record, record.counts_on(today)) for record in training]
    context = {
        "standings": selectors.standings(person, courses.live()),
        "others": courses.exclude(status="live") if may_write else [],
        "records": records,
        "trained_until": max((record.valid_until for record, counts in records if counts), default=None),
        "may_write": may_write,
        "may_see_due": rules.ask("courses.see_due", person),
        "starter_is_missing": bool(may_write) and not Course.objects.exclude(key="").exists(),
    }
    return render(request, "courses/index.html", context)


@require_GET
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One course: what it is about, where I am in it, and the one step that comes next."""
    person = signed_in(request)
    found = get_object_or_404(Course.objects.visible_to(person), pk=pk)
    lines = selectors.page_lines(person, found)
    context = {
        "course": found,
        "standing": selectors.standing(person, found),
        "lines": lines,
        "next_number": next((line.number for line in lines if not line.read), None),
        "may_write": rules.ask("courses.write", person),
    }
    return render(request, "courses/course.html", context)


def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One page to read. Its button notes that it was read to the end and goes on."""
    person = signed_in(request)
    found = get_object_or_404(Course.objects.visible_to(person), pk=pk)
    lines = selectors.page_lines(person, found)
    if not 1 <= number <= len(lines):
        raise Http404
    line = lines[number - 1]
    if request.method == "POST":
        if not line.read and tried(request, workflow.mark_seen, line.page, actor=person) is None:
            return redirect("courses:course", pk=found.pk)
        if number < len(lines):
            return redirect("courses:page", pk=found.pk, number=number + 1)
        return redirect("courses:course", pk=found.pk)
    context = {
        "course": found,
        "line": line,
        "lines": lines,
        "before": number - 1,
        "is_last": number == len(lines),
        "after": number + 1,
    }
    return render(request, "courses/page.html", context)


@require_POST
def start_attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the quiz, or go on with the one that waits."""
    person = signed_in(request)
    found = get_object_or_404(Course.objects.visible_to(person), pk=pk)
    begun = tried(request, workflow.start_attempt, found, actor=person)
    if begun is None:
        return redirect("courses:course", pk=found.pk)
    return redirect("courses:attempt", pk=begun.pk)


def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """My quiz: its questions while it waits for answers, how it went afterwards."""
    person = signed_in(request)
    found = get_object_or_404(Attempt.objects.visible_to(person).select_related("course"), pk=pk)
    put = paper.read(found.paper)
    if found.finished_at is not None:
        if request.method == "POST":
            messages.error(request, "You have sent your answers already. They count as you sent them the first time.")
            return redirect("courses:attempt", pk=found.pk)
        return _result(request, found, put)
    form = QuizForm(put, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        finished = tried(form, workflow.finish_attempt, found, actor=person, answers=form.answers)
        if finished is not None:
            return redirect("courses:attempt", pk=found.pk)
    return render(request, "courses/attempt.html", {"attempt": found, "form": form})


def _result(request: HttpRequest, found: Attempt, put: list[paper.Put]) -> HttpResponse:
    lines: list[dict[str, Any]] = [
        {
            "put": one,
            "is_right": one.right == taken,
            "taken": one.choices[taken],
            "right": one.choices[one.right],
        }
        for one, taken in zip(put, found.answers, strict=True)
    ]
    completion = Completion.objects.filter(attempt=found).select_related("record").first()
    context = {
        "attempt": found,
        "lines": lines,
        "record": completion.record if completion is not None else None,
        "standing": policy.readiness(found.person),
        "version": policy.current_version(),
    }
    return render(request, "courses/result.html", context)
