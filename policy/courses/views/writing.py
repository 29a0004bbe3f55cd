"""Writing courses, for SLT (P3)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import rules
from core.views import attempt, confirmed
from people.current import signed_in
from people.models import User
from policy.courses import selectors, workflow
from policy.courses.forms import CourseForm, PageForm, QuestionForm
from policy.courses.models import Choice, Course, Page, Question

SAVED_LIVE = "Saved. It is offered like this from now on; a quiz that somebody has begun stays as it was."


def _writer(request: HttpRequest) -> User:
    person = signed_in(request)
    rules.require("courses.write", person)
    return person


def _say_saved(request: HttpRequest, course: Course) -> None:
    messages.success(request, SAVED_LIVE if course.is_live else "Saved.")


@require_POST
def add_starter_course(request: HttpRequest) -> HttpResponse:
    """One click: the course on the policy that comes with the portal, offered at once."""
    person = _writer(request)
    added = attempt(request, workflow.add_starter_course, actor=person)
    if added is None:
        return redirect("courses:index")
    messages.success(request, "The starter course is offered to everybody now. You can change any of it.")
    return redirect("courses:edit", pk=added.pk)


@require_GET
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All parts of a course, what it lacks, and offering or retiring it."""
    person = _writer(request)
    course = get_object_or_404(Course.objects.visible_to(person), pk=pk)
    pages = list(course.pages.all())
    context = {
        "course": course,
        "pages": pages,
        "questions": course.questions.annotate(told=Count("choices")),
        "lacking": selectors.lacking(course),
        "completions": course.completions.filter(record__struck_at=None).count(),
    }
    return render(request, "courses/edit.html", context)


def create_course(request: HttpRequest) -> HttpResponse:
    person = _writer(request)
    form = CourseForm(request.POST or None)
    form.submit_label, form.cancel_url = "Go on to its pages", reverse("courses:index")
    if request.method == "POST" and form.is_valid():
        made = attempt(form, workflow.create_course, actor=person, **_without_seen(form))
        if made is not None:
            return redirect("courses:edit", pk=made.pk)
    return render(request, "courses/form.html", {"form": form, "title": "Write a course", "course": None})


def change_course(request: HttpRequest, pk: int) -> HttpResponse:
    person = _writer(request)
    course = get_object_or_404(Course.objects.visible_to(person), pk=pk)
    names = ("title", "summary", "valid_months", "asks", "pass_mark")
    form = CourseForm(request.POST or None, of=course, initial={name: getattr(course, name) for name in names})
    form.cancel_url = reverse("courses:edit", kwargs={"pk": course.pk})
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, workflow.change_course, course, actor=person, **form.cleaned_data)
        if changed is not None:
            _say_saved(request, changed)
            return redirect("courses:edit", pk=course.pk)
    return render(request, "courses/form.html", {"form": form, "title": "Title and rules", "course": course})


def add_page(request: HttpRequest, pk: int) -> HttpResponse:
    person = _writer(request)
    course = get_object_or_404(Course.objects.visible_to(person), pk=pk)
    form = PageForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        added = attempt(form, workflow.add_page, course, actor=person, **_without_seen(form))
        if added is not None:
            _say_saved(request, course)
            return redirect("courses:edit", pk=course.pk)
    return _page_form(request, form, course, None)


def change_page(request: HttpRequest, pk: int) -> HttpResponse:
    person = _writer(request)
    page = get_object_or_404(Page.objects.select_related("course"), pk=pk)
    form = PageForm(request.POST or None, of=page, initial={"title": page.title, "body_markdown": page.body_markdown})
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        changed = attempt(form, workflow.change_page, page, actor=person, **form.cleaned_data)
        if changed is not None:
            _say_saved(request, page.course)
            return redirect("courses:edit", pk=page.course_id)
    return _page_form(request, form, page.course, page)


def _page_form(request: HttpRequest, form: PageForm, course: Course, page: Page | None) -> HttpResponse:
    preview = form.cleaned_data.get("body_markdown") if "preview" in request.POST and form.is_valid() else None
    context = {"form": form, "course": course, "page": page, "preview": preview}
    return render(request, "courses/change_page.html", context)


@require_POST
def move_page(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    person = _writer(request)
    page = get_object_or_404(Page.objects.select_related("course"), pk=pk)
    if way not in ("up", "down"):
        raise Http404
    attempt(request, workflow.move_page, page, actor=person, up=way == "up")
    return redirect(f"{reverse('courses:edit', kwargs={'pk': page.course_id})}#pages")


def remove_page(request: HttpRequest, pk: int) -> HttpResponse:
    person = _writer(request)
    page = get_object_or_404(Page.objects.select_related("course"), pk=pk)
    back = reverse("courses:edit", kwargs={"pk": page.course_id})
    context = {
        "title": f"Remove the page “{page.title}”?",
        "points": ["Its words are deleted."],
        "button": "Remove it",
        "harm": True,
    }
    remove = partial(workflow.remove_page, page, actor=person)
    return confirmed(request, remove, context, done="The page is gone.", back=back)


def add_question(request: HttpRequest, pk: int) -> HttpResponse:
    person = _writer(request)
    course = get_object_or_404(Course.objects.visible_to(person), pk=pk)
    form = QuestionForm(request.POST or None)
    form.cancel_url = reverse("courses:edit", kwargs={"pk": course.pk})
    if request.method == "POST" and form.is_valid():
        added = attempt(form, workflow.add_question, course, actor=person, **form.values)
        if added is not None:
            _say_saved(request, course)
            return redirect("courses:edit", pk=course.pk)
    return render(request, "courses/form.html", {"form": form, "title": "A new question", "course": course})


def change_question(request: HttpRequest, pk: int) -> HttpResponse:
    person = _writer(request)
    choices = Prefetch("choices", Choice.objects.order_by("pk"))
    found = get_object_or_404(Question.objects.select_related("course").prefetch_related(choices), pk=pk)
    form = QuestionForm(request.POST or None, of=found, initial=QuestionForm.initial_of(found))
    form.cancel_url = reverse("courses:edit", kwargs={"pk": found.course_id})
    if request.method == "POST" and form.is_valid():
        values = form.values | {"seen": form.cleaned_data["seen"]}
        if attempt(form, workflow.change_question, found, actor=person, **values) is not None:
            _say_saved(request, found.course)
            return redirect("courses:edit", pk=found.course_id)
    return render(request, "courses/form.html", {"form": form, "title": "Change a question", "course": found.course})


@require_POST
def publish_course(request: HttpRequest, pk: int) -> HttpResponse:
    person = _writer(request)
    course = get_object_or_404(Course.objects.visible_to(person), pk=pk)
    if attempt(request, workflow.publish_course, course, actor=person) is not None:
        messages.success(request, "The course is offered to everybody now.")
    return redirect("courses:edit", pk=course.pk)


def retire_course(request: HttpRequest, pk: int) -> HttpResponse:
    person = _writer(request)
    course = get_object_or_404(Course.objects.visible_to(person), pk=pk)
    back = reverse("courses:edit", kwargs={"pk": course.pk})
    context = {
        "title": f"Retire the course “{course.title}”?",
        "points": [
            "Nobody can take it any more, and quizzes that were begun are not counted.",
            "Whoever has completed it keeps the training record and the certificate.",
            "You can offer it again later.",
        ],
        "button": "Retire it",
    }
    retire = partial(workflow.retire_course, course, actor=person)
    return confirmed(request, retire, context, done="The course is retired. You can offer it again later.", back=back)


def _without_seen(form: CourseForm | PageForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "seen"}
