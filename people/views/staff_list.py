"""A school's own list of its people: choose the file, look at what comes of it, add them; and invite whoever waits."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import rules
from core.documents import csv_download
from core.views import attempt
from people import selectors, workflow
from people.current import signed_in
from people.forms import AddListForm, StaffListForm
from people.models import Role, StaffList, User
from people.staff_file import TEMPLATE, Problem
from people.workflow.staff_list import plan_of
from school.models import MailSettings

SHOWN_ROWS = 10
SHOWN_PROBLEMS = 200  # on a page; the file for download has all of them
SHOWN_REMARKS = 50


def staff_list(request: HttpRequest) -> HttpResponse:
    """Choose the file. Nothing is added by it."""
    actor = signed_in(request)
    rules.require("people.add_staff_list", actor)
    form = StaffListForm(request.POST or None, request.FILES or None)
    form.cancel_url = reverse("people:list")
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        kept = attempt(form, workflow.upload_staff_list, actor=actor, file_name=file.name or "", content=file.read())
        if kept is not None:
            return redirect("people:staff_list_preview", pk=kept.pk)
    latest = StaffList.objects.visible_to(actor).defer("rows", "problems")
    context = {"form": form, "latest": latest[:SHOWN_ROWS], "roles": Role.labels}
    return render(request, "people/staff_list.html", context)


@require_GET
def staff_list_template(request: HttpRequest) -> HttpResponse:
    """The headings alone: an example left in by mistake would be added."""
    rules.require("people.add_staff_list", signed_in(request))
    return csv_download("staff-list", TEMPLATE, [])


@require_GET
def staff_list_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be added and what not; once it is added, what came of it."""
    found, actor = _list(request, pk)
    return _preview(request, found, actor, AddListForm(initial={"invite": "now"}))


@require_POST
def staff_list_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add whoever can be added."""
    found, actor = _list(request, pk)
    form = AddListForm(request.POST)
    if form.is_valid():
        added = attempt(form, workflow.add_staff_list, found, actor=actor, **form.cleaned_data)
        if added is not None:
            return redirect("people:staff_list_preview", pk=pk)
    return _preview(request, found, actor, form)


@require_GET
def staff_list_rejected(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that cannot be added, under their own headings: corrected, the file can be uploaded again."""
    found, actor = _list(request, pk)
    problems = _problems(found, actor)
    headings = [heading for heading, taken in found.columns if taken]
    rows = ([*(one.cells or ("",) * len(headings)), one.line, one.reason] for one in problems)
    return csv_download(f"not-added-from-list-{found.pk}", [*headings, "Line in the list", "What is wrong"], rows)


def staff_list_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then remove what was uploaded."""
    found, actor = _list(request, pk)
    if request.method == "POST":
        if attempt(request, workflow.leave_staff_list, found, actor=actor) is not None:
            messages.success(request, "The list is removed.")
        return redirect("people:staff_list")
    context = {
        "title": "Remove this list?",
        "text": f"What the portal read from {found.file_name} is removed. "
        + (f"The {found.added:,} people who were added stay." if found.added else "Nobody is added."),
        "button": "Remove the list",
        "back_url": reverse("people:staff_list_preview", args=[pk]),
    }
    return render(request, "components/confirm.html", context)


def invite_waiting(request: HttpRequest) -> HttpResponse:
    """Ask, then send a link to everybody who was added and never invited."""
    actor = signed_in(request)
    rules.require("people.invite_waiting", actor)
    if request.method == "POST":
        invited = attempt(request, workflow.invite_waiting, actor=actor)
        if invited is not None:
            messages.success(request, f"{_people(len(invited))} invited.")
        return redirect("people:list")
    waiting = selectors.waiting_for_invitation(actor)
    if not waiting:
        messages.info(request, "Nobody waits for an invitation from you.")
        return redirect("people:list")
    points = [
        f"{_people(waiting)} {'gets' if waiting == 1 else 'get'} an e-mail with a link of their own.",
        "A link works once, and for seven days. By it they choose their password.",
    ]
    if not MailSettings.objects.exists():
        points.append("No mail server is set, so the messages become files on the portal’s own machine.")
    context = {
        "title": "Invite everybody who was not invited yet?",
        "points": points,
        "button": f"Invite {_people(waiting)}",
        "back_url": reverse("people:list"),
    }
    return render(request, "components/confirm.html", context)


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _list(request: HttpRequest, pk: int) -> tuple[StaffList, User]:
    """A list of one's own, and who asks."""
    actor = signed_in(request)
    rules.require("people.add_staff_list", actor)
    found: StaffList = get_object_or_404(StaffList.objects.visible_to(actor), pk=pk)
    return found, actor


def _problems(found: StaffList, actor: User) -> list[Problem]:
    if found.added_at is not None:
        return [Problem.unpacked(packed) for packed in found.problems]
    return plan_of(found, actor).wrong


def _preview(request: HttpRequest, found: StaffList, actor: User, form: AddListForm) -> HttpResponse:
    context = {"list": found, "sends_mail": MailSettings.objects.exists()}
    if found.added_at is not None:
        problems = _problems(found, actor)
        context |= {
            "problems": problems[:SHOWN_PROBLEMS],
            "problems_total": len(problems),
            "waiting": not found.invited and selectors.waiting_for_invitation(actor) > 0,
        }
        return render(request, "people/staff_list_added.html", context)
    plan = plan_of(found, actor)
    new = plan.new
    form.form_action = reverse("people:staff_list_add", args=[found.pk])
    form.submit_label = f"Add {_people(len(new))}"
    form.cancel_url = reverse("people:staff_list_leave", args=[found.pk])
    context |= {
        "form": form,
        "total": len(new),
        "first": new[:SHOWN_ROWS],
        "there": plan.there[:SHOWN_PROBLEMS],
        "there_total": len(plan.there),
        "remarks": [f"Line {line}: {words}" for line, words in plan.remarks[:SHOWN_REMARKS]],
        "problems": plan.wrong[:SHOWN_PROBLEMS],
        "problems_total": len(plan.wrong),
    }
    return render(request, "people/staff_list_preview.html", context)
