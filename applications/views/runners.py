"""The page of the point "Who runs it": each button adds one person, takes one off, or makes one the lead."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from applications import points, workflow
from applications.forms import AddRunnerForm
from applications.models import Application, Revision
from applications.points import BY_KEY, POINTS
from applications.standing import runner_states
from core.views import attempt
from people.current import signed_in
from people.models import User


def save_runners(request: HttpRequest, case: Application, revision: Revision) -> HttpResponse:
    """Shown and posted to by `applications:save_point`, whose point "runners" this is."""
    person = signed_in(request)
    form = AddRunnerForm(request.POST if _adds(request) else None, actor=person, revision=revision)
    if request.method == "POST":
        saved = _save(request, case, revision, form)
        if saved is not None:
            return redirect("applications:save_point", pk=case.pk, point="runners")
    keys = [point.key for point in POINTS]
    following = keys[keys.index("runners") + 1]
    context = {
        "case": case,
        "revision": revision,
        "point": BY_KEY["runners"],
        "number": keys.index("runners") + 1,
        "total": len(keys),
        "form": form,
        "runners": runner_states(revision, person),
        "missing": points.runner_faults(revision),
        "next": following,
    }
    return render(request, "applications/save_point_runners.html", context)


def _adds(request: HttpRequest) -> bool:
    """Whether the form for adding was sent, rather than one of the buttons beside the names."""
    return request.method == "POST" and not {"take_off", "lead"} & set(request.POST)


def _save(request: HttpRequest, case: Application, revision: Revision, form: AddRunnerForm) -> Application | None:
    rows = list(revision.runners.select_related("person"))
    people = {row.person_id: row.person for row in rows}
    lead: User | None = next((row.person for row in rows if row.is_lead), None)
    if _adds(request):
        if not form.is_valid():
            return None
        people[form.chosen.pk] = form.chosen
        said = f"{form.chosen} was added."
    else:
        chosen = people.get(_number(request.POST.get("take_off") or request.POST.get("lead")))
        if chosen is None:
            return case  # somebody took them off meanwhile: the page shows it as it is
        if "take_off" in request.POST:
            del people[chosen.pk]
            lead = None if lead == chosen else lead
            said = f"{chosen} was taken off."
        else:
            lead, said = chosen, f"{chosen} is the lead now."
    target = form if _adds(request) else request
    saved = attempt(
        target, workflow.save_point, case, "runners", actor=signed_in(request), runners=list(people.values()), lead=lead
    )
    if saved is not None:
        messages.success(request, said)
    return saved


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
