"""The applicant's pages: the task list, its points, check and submit, take back, withdraw."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from applications import points, selectors, workflow
from applications.forms import POINT_FORMS, PointForm, StartForm, SubmitForm
from applications.models import Application, Revision
from applications.points import BY_KEY, POINTS
from applications.views.reading import beside, case_of, posted
from applications.views.runners import save_runners
from applications.workflow.drafting import draft_of
from core import rules
from core.views import answer_autosave, attempt
from people.current import signed_in
from people.models import named


def start(request: HttpRequest) -> HttpResponse:
    """Choose what the case is for, and begin."""
    form = StartForm(posted(request))
    if request.method == "POST" and form.is_valid():
        case = attempt(form, workflow.start, actor=signed_in(request), kind=form.cleaned_data["kind"])
        if case is not None:
            return redirect("applications:write", pk=case.pk)
    return render(request, "applications/start.html", {"form": form})


def _own_draft(request: HttpRequest, pk: int) -> tuple[Application, Revision]:
    """The case and its draft. A refusal says why it cannot be changed."""
    case = case_of(request, pk)
    rules.require("applications.write", signed_in(request), case)
    return case, draft_of(case)


def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The task list of the policy's five points."""
    case, revision = _own_draft(request, pk)
    tasks = selectors.tasks(revision)
    context = {
        **beside(case, revision, signed_in(request), back="write"),
        "tasks": tasks,
        "done": sum(task.done for task in tasks),
        "returned": case.decisions.select_related("decided_by", "acted_for")
        .filter(verdict="return")
        .order_by("-at")
        .first(),
    }
    return render(request, "applications/write.html", context)


def save_point(request: HttpRequest, pk: int, point: str) -> HttpResponse:
    """One point: saved by its button, or by itself while it is typed."""
    if point not in BY_KEY:
        raise Http404
    case, revision = _own_draft(request, pk)
    if point == "runners":
        return save_runners(request, case, revision)
    by_itself = request.headers.get("X-Autosave") == "yes"
    partial = by_itself or "later" in request.POST
    form = _point_form(request, revision, point, partial=partial)
    if request.method == "POST":
        saved = None
        if form.is_valid():
            saved = attempt(form, workflow.save_point, case, point, actor=signed_in(request), **form.cleaned_data)
        if by_itself:
            return answer_autosave(saved=saved is not None)
        if saved is not None:
            return redirect("applications:write", pk=pk) if partial else go_on(case, revision, point)
    form.autosave_url = request.path
    context = {"case": case, "revision": revision, "point": BY_KEY[point], "form": form, **_place_of(point)}
    return render(request, "applications/save_point.html", context)


def _point_form(request: HttpRequest, revision: Revision, point: str, *, partial: bool) -> PointForm:
    initial = {name: getattr(revision, name) for name in BY_KEY[point].fields}
    return POINT_FORMS[point](posted(request), initial=initial, revision=revision, partial=partial)


def _place_of(point: str) -> dict[str, int]:
    return {"number": [one.key for one in POINTS].index(point) + 1, "total": len(POINTS)}


def go_on(case: Application, revision: Revision, point: str) -> HttpResponse:
    """To the next point that is not complete, or back to the task list."""
    revision.refresh_from_db()
    missing = points.missing(revision)
    keys = [one.key for one in POINTS]
    for key in keys[keys.index(point) + 1 :]:
        if missing[key]:
            return redirect("applications:save_point", pk=case.pk, point=key)
    return redirect("applications:write", pk=case.pk)


def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Check the answers, declare, submit."""
    case, revision = _own_draft(request, pk)
    missing = [(point, lacking) for point in POINTS if (lacking := points.missing(revision)[point.key])]
    form = SubmitForm(posted(request))
    form.cancel_url = ""
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, workflow.submit, case, actor=signed_in(request)) is not None
    ):
        messages.success(request, "Your business case is submitted. You will be told what is decided.")
        return redirect("applications:detail", pk=pk)
    context = {
        **beside(case, revision, signed_in(request), back="submit"),
        "answers": selectors.answers(revision, change=True),
        "missing": missing,
        "form": form,
    }
    return render(request, "applications/submit.html", context)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end the case."""
    case = case_of(request, pk)
    rules.require("applications.write", signed_in(request), case)
    if request.method == "POST":
        if attempt(request, workflow.withdraw, case, actor=signed_in(request)) is not None:
            messages.success(request, "The business case is withdrawn.")
        return redirect("applications:detail", pk=pk)
    happens = ["Nobody decides it any more.", "It stays on record, and you cannot submit it again."]
    if case.account is not None:
        happens.append("The Administrators are asked to close the account that it registered.")
    context = {
        "title": "Withdraw this business case?",
        "points": happens,
        "button": "Withdraw it",
        "back_url": case.get_absolute_url(),
        "harm": True,
    }
    return render(request, "components/confirm.html", context)


def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the case out of the queue to change it."""
    case = case_of(request, pk)
    rules.require("applications.write", signed_in(request), case)
    if request.method == "POST":
        if attempt(request, workflow.amend, case, actor=signed_in(request)) is not None:
            messages.success(request, "You can change it now. Nobody decides it before you submit it again.")
            return redirect("applications:write", pk=pk)
        return redirect("applications:detail", pk=pk)
    context = {
        "title": "Take it back to change it?",
        "points": [
            "It leaves the queue until you submit it again.",
            "What you submitted stays on record, and the changes are shown beside it.",
            "Approvals that it has already do not count any more.",
        ],
        "button": "Take it back",
        "back_url": case.get_absolute_url(),
    }
    return render(request, "components/confirm.html", context)


BACK = {"write", "submit", "decide", "detail"}


@require_POST
def remind_runners(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who are not ready, and go back to where the button was."""
    case = case_of(request, pk)
    people = attempt(request, workflow.remind_runners, case, actor=signed_in(request))
    if people is not None:
        messages.success(request, f"Reminded: {named(people)}.")
    back = request.POST.get("back", "")
    return redirect(f"applications:{back if back in BACK else 'detail'}", pk=pk)
