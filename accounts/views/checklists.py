"""The checklists of each platform, read and changed (R1, R3)."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import checklists as lists
from accounts import workflow
from accounts.life.forms import StepForm
from accounts.models import ChecklistStep, Platform, Purpose
from core import rules
from core.views import attempt, confirmed
from people.current import signed_in


def _names(platform: str, purpose: str) -> dict[str, str]:
    """What the platform and the purpose are called. Raises Http404 where there is no such list."""
    if platform not in Platform.values or purpose not in Purpose.values:
        raise Http404
    return {
        "platform": platform,
        "purpose": purpose,
        "platform_name": Platform(platform).label,
        "purpose_name": Purpose(purpose).label,
        "list_url": reverse("accounts:checklist", kwargs={"platform": platform, "purpose": purpose}),
    }


def _step(platform: str, purpose: str, key: str) -> lists.StepText:
    for step in lists.steps(platform, purpose):
        if step.key == key:
            return step
    raise Http404


@require_GET
def checklists(request: HttpRequest) -> HttpResponse:
    """Every platform's lists, with how many steps each has, and which ones the school changed."""
    person = signed_in(request)
    rules.require("accounts.read_checklists", person)
    own: dict[tuple[str, str], int] = {}
    for key in ChecklistStep.objects.values_list("platform", "purpose").order_by("platform", "purpose"):
        own[key] = own.get(key, 0) + 1
    changed = {platform for platform, _ in own}
    rows = [
        (
            one,
            [(two, own.get((one, two)) or len(lists.shipped(one, two)), (one, two) in own) for two in Purpose],
            one in changed,
        )
        for one in Platform
    ]
    may_edit = rules.ask("accounts.edit_checklists", person)
    return render(request, "accounts/checklists.html", {"rows": rows, "may_edit": may_edit})


@require_GET
def checklist(request: HttpRequest, platform: str, purpose: str) -> HttpResponse:
    """One list, with a button for each thing that can be changed."""
    person, names = signed_in(request), _names(platform, purpose)
    rules.require("accounts.read_checklists", person)
    changed = ChecklistStep.objects.filter(platform=platform, purpose=purpose).select_related("changed_by")
    context = {
        **names,
        "steps": lists.steps(platform, purpose),
        "changed": changed.order_by("-changed_at", "-pk").first(),
        "may_edit": rules.ask("accounts.edit_checklists", person),
    }
    return render(request, "accounts/checklist.html", context)


def add_checklist_step(request: HttpRequest, platform: str, purpose: str) -> HttpResponse:
    """A further step at the end of a list."""
    person, names = signed_in(request), _names(platform, purpose)
    rules.require("accounts.edit_checklists", person)
    form = StepForm(request.POST or None)
    form.cancel_url, form.submit_label = names["list_url"], "Add the step"
    if request.method == "POST" and form.is_valid():
        verb = workflow.add_checklist_step
        if attempt(form, verb, platform, purpose, actor=person, **form.cleaned_data) is not None:
            messages.success(request, "The step is added at the end of the list.")
            return redirect(names["list_url"])
    return render(request, "accounts/add_checklist_step.html", {**names, "form": form})


def change_checklist_step(request: HttpRequest, platform: str, purpose: str, key: str) -> HttpResponse:
    """Other words for a step."""
    person, names = signed_in(request), _names(platform, purpose)
    rules.require("accounts.edit_checklists", person)
    step = _step(platform, purpose, key)
    form = StepForm(request.POST or None, initial={"title": step.title, "help": step.help}, fixed=step.is_policy)
    form.cancel_url = names["list_url"]
    if request.method == "POST" and form.is_valid():
        verb = workflow.change_checklist_step
        if attempt(form, verb, platform, purpose, key, actor=person, **form.cleaned_data) is not None:
            messages.success(request, "The step is changed.")
            return redirect(names["list_url"])
    return render(request, "accounts/change_checklist_step.html", {**names, "form": form, "step": step})


@require_POST
def move_checklist_step(request: HttpRequest, platform: str, purpose: str, key: str) -> HttpResponse:
    """One place up or down."""
    names, up = _names(platform, purpose), request.POST.get("way") == "up"
    attempt(request, workflow.move_checklist_step, platform, purpose, key, actor=signed_in(request), up=up)
    return redirect(f"{names['list_url']}#step-{key}")


def remove_checklist_step(request: HttpRequest, platform: str, purpose: str, key: str) -> HttpResponse:
    """Ask before a step is taken out."""
    person, names = signed_in(request), _names(platform, purpose)
    rules.require("accounts.edit_checklists", person)
    step = _step(platform, purpose, key)
    ask = {
        "title": f"Remove “{step.title}”?",
        "points": [
            "Checklists that are being worked through no longer ask for it.",
            "Where it was ticked, that stays on the record.",
        ],
        "button": "Remove the step",
    }
    verb = partial(workflow.remove_checklist_step, platform, purpose, key, actor=person)
    return confirmed(request, verb, ask, done="The step is removed.", back=names["list_url"])


def restore_checklist(request: HttpRequest, platform: str, purpose: str) -> HttpResponse:
    """Ask before the school's own list is given up for the shipped one."""
    person, names = signed_in(request), _names(platform, purpose)
    rules.require("accounts.edit_checklists", person)
    ask = {
        "title": "Go back to the list that came with the portal?",
        "points": [
            f"{names['platform_name']}, “{names['purpose_name']}”: the words, steps and order of the school are lost.",
            "Checklists that are being worked through show the list that came with the portal.",
            "What was ticked stays ticked, where the step is still there.",
        ],
        "harm": True,
        "button": "Go back to that list",
    }
    verb = partial(workflow.restore_checklist, platform, purpose, actor=person)
    return confirmed(request, verb, ask, done="The list that came with the portal holds again.", back=names["list_url"])
