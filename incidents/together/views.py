"""Tasks, and incidents that belong together. Each page fetches the file through `found_file`."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.views import attempt, confirmed
from incidents.models import Incident, Relation, Task
from incidents.refs import as_typed
from incidents.staffing import handlers
from incidents.together import needs as _needs  # noqa: F401  (registers what waits)
from incidents.together import sections as _sections  # noqa: F401  (registers its parts of the page)
from incidents.together import selectors, workflow
from incidents.together.forms import DropTaskForm, GiveTaskForm, LinkForm, TaskForm
from incidents.views.case_file import found_file, nothing_to_do, step
from people.models import User


def _back(ref: str, part: str) -> str:
    return reverse("incidents:incident", kwargs={"ref": ref}) + f"#{part}"


def add_task(request: HttpRequest, ref: str) -> HttpResponse:
    """Something to be done, by whom and by when."""
    found, person = found_file(request, ref)
    form = TaskForm(
        request.POST if request.method == "POST" else None, owners=handlers(found), initial={"owner": person.pk}
    )
    return step(request, found, person, form, workflow.add_task, "Add a task", "The task is added.", "tasks")


def _found_task(request: HttpRequest, ref: str, task_pk: int) -> tuple[Incident, User, Task]:
    found, person = found_file(request, ref)
    task = get_object_or_404(selectors.open_tasks(found).select_related("owner"), pk=task_pk)
    return found, person, task


def give_task(request: HttpRequest, ref: str, task_pk: int) -> HttpResponse:
    """Somebody else does it, or at another time."""
    found, person, task = _found_task(request, ref, task_pk)
    form = GiveTaskForm(request.POST if request.method == "POST" else None, task=task, owners=handlers(found))
    verb = partial(workflow.give_task, task=task)
    heading, done = f"Who does it, and when: {task.words}", "The task is changed."
    return step(request, found, person, form, verb, heading, done, "tasks")


@require_POST
def finish_task(request: HttpRequest, ref: str, task_pk: int) -> HttpResponse:
    found, person = found_file(request, ref)
    task = get_object_or_404(Task, incident=found, pk=task_pk)
    if attempt(request, workflow.finish_task, found, task, actor=person) is not None:
        messages.success(request, "Done. It stands in the timeline.")
    return redirect(_back(ref, "tasks"))


def drop_task(request: HttpRequest, ref: str, task_pk: int) -> HttpResponse:
    """It is not needed any more: the file says why."""
    found, person, task = _found_task(request, ref, task_pk)
    not_now = nothing_to_do(request, found, person, "drop_task", "Is this task not needed?")
    if not_now is not None:
        return not_now
    ask = {
        "title": "Is this task not needed?",
        "text": f"“{task.words}” is taken off the list. The file keeps it, with your reason.",
        "button": "It is not needed",
        "form": DropTaskForm(request.POST if request.method == "POST" else None),
    }
    verb = partial(workflow.drop_task, found, task, actor=person)
    return confirmed(request, verb, ask, done="The task is off the list.", back=_back(ref, "tasks"))


def link(request: HttpRequest, ref: str) -> HttpResponse:
    """An incident that belongs to this one, by its reference. One that is not there is as one that is hidden (H5)."""
    found, person = found_file(request, ref)
    not_now = nothing_to_do(request, found, person, "link", "Link another incident")
    if not_now is not None:
        return not_now
    form = LinkForm(request.POST if request.method == "POST" else None)
    form.cancel_url = _back(ref, "related")
    if request.method == "POST" and form.is_valid():
        typed = as_typed(form.cleaned_data["reference"])
        other = Incident.objects.visible_to(person).filter(public_id=typed).first()
        if other is None:
            form.add_error("reference", "You handle no incident with this reference.")
        elif attempt(form, workflow.link, found, other, actor=person) is not None:
            messages.success(request, "They are linked.")
            return redirect(_back(ref, "related"))
    context = {"incident": found, "form": form, "heading": "Link another incident"}
    return render(request, "incidents/step.html", context)


@require_POST
def unlink(request: HttpRequest, ref: str, relation_pk: int) -> HttpResponse:
    found, person = found_file(request, ref)
    seen = [relation.pk for relation, _ in selectors.relations(found, person)]
    relation = get_object_or_404(Relation.objects.filter(pk__in=seen).select_related("one", "other"), pk=relation_pk)
    if attempt(request, workflow.unlink, found, relation, actor=person) is not None:
        messages.success(request, "The link is taken off.")
    return redirect(_back(ref, "related"))
