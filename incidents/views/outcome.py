"""How a case file ends: its outcome, closed, and opened again (I4)."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import rules
from core.forms import PortalForm
from core.views import answer_autosave, attempt, confirmed
from incidents import closing, workflow
from incidents.assessing.rules import check_waits
from incidents.forms import ReasonForm
from incidents.models import Incident, OutcomeDraft
from incidents.outcome_forms import ChangeOutcomeForm, ResolveForm
from incidents.states import TRANSITIONS, Status
from incidents.views.case_file import found_file, nothing_to_do
from incidents.workflow.outcome import keep_draft
from people.models import User


def _file(incident: Incident) -> str:
    return reverse("incidents:incident", kwargs={"ref": incident.public_id})


def resolve(request: HttpRequest, ref: str) -> HttpResponse:
    """All that a closed file must say. What was typed and not saved is there again; else what it said before."""
    found, person = found_file(request, ref)
    page = {"heading": "Record the outcome", "waits": _why_not_yet(found, person)}
    done = "The outcome is saved. Close the file when nothing is left to do."
    not_now = nothing_to_do(request, found, person, "resolve", page["heading"])
    return not_now or _outcome_page(request, found, person, ResolveForm, workflow.resolve, page, done)


def change_outcome(request: HttpRequest, ref: str) -> HttpResponse:
    """An outcome that is recorded, put right while the file is not closed. What it said before is kept."""
    found, person = found_file(request, ref)
    may = rules.ask("incidents.change_outcome", person, found)
    page = {"heading": "Change the outcome", "waits": check_waits(found) if may else may.reason}
    done = "The outcome is changed. What it said before is in the timeline."
    not_now = nothing_to_do(request, found, person, "change_outcome", page["heading"])
    return not_now or _outcome_page(request, found, person, ChangeOutcomeForm, workflow.change_outcome, page, done)


def _outcome_page(
    request: HttpRequest, found: Incident, person: User, form_class: type[ResolveForm], verb: Any, page: Any, done: str
) -> HttpResponse:
    draft = OutcomeDraft.objects.filter(incident=found, person=person).first()
    initial = draft.words if draft else {name: getattr(found, name) for name in ResolveForm.base_fields}
    form = form_class(request.POST or None, initial=initial)
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, verb, found, actor=person, **form.cleaned_data) is not None:
        messages.success(request, done)
        return redirect("incidents:close", ref=found.public_id)
    autosave_url = reverse("incidents:save_outcome", kwargs={"ref": found.public_id})
    context = {"incident": found, "form": form, "draft": draft, "autosave_url": autosave_url, **page}
    return render(request, "incidents/resolve.html", context)


def _why_not_yet(incident: Incident, person: User) -> str:
    """Why the outcome cannot be saved as things stand, in a sentence; empty where it can."""
    may = rules.ask("incidents.handle", person, incident)
    if not may:
        return may.reason
    if incident.status == Status.REPORTED:
        return "It is assessed first. After that its outcome can be saved."
    if not TRANSITIONS.allows(incident.status, Status.RESOLVED):
        return "It has its outcome already. Whoever leads it, or SLT, can change it: the file has a link."
    return check_waits(incident)


@require_POST
def save_outcome(request: HttpRequest, ref: str) -> HttpResponse:
    """What is typed, kept for whoever types it, until they save the outcome."""
    found, person = found_file(request, ref)
    kept = keep_draft(found, person, ChangeOutcomeForm(request.POST).typed())
    if request.headers.get("X-Autosave"):
        return answer_autosave(saved=kept)
    if kept:
        messages.success(request, "What you wrote is kept for you. Nobody else sees it until you save the outcome.")
    else:
        messages.error(request, "It could not be kept: it is too long, or the file is closed.")
    return redirect("incidents:incident", ref=found.public_id)


def close(request: HttpRequest, ref: str) -> HttpResponse:
    """The checklist, with what is missing and where it is put right; the button once nothing is."""
    found, person = found_file(request, ref)
    not_now = nothing_to_do(request, found, person, "close", f"Close {found.reference}")
    if not_now is not None:
        return not_now
    form = PortalForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, workflow.close, found, actor=person) is not None:
        messages.success(request, f"{found.reference} is closed.")
        return redirect("incidents:incident", ref=found.public_id)
    points = closing.checklist(found)
    missing = sum(len(point.missing) for point in points)
    context = {
        "incident": found,
        "form": form,
        "points": points,
        "missing": missing,
        "may": rules.ask("incidents.close", person, found),
        "is_ready": found.status == Status.RESOLVED and not missing,
    }
    return render(request, "incidents/close.html", context)


def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    context = {
        "title": f"Open {found.reference} again?",
        "text": "Everything in the file is kept, and the investigation goes on. The outcome is recorded anew at its "
        "end, and starts from what it says now.",
        "button": "Open it again",
        "form": ReasonForm(request.POST or None),
    }
    not_now = nothing_to_do(request, found, person, "reopen", str(context["title"]))
    done = f"{found.reference} is open again."
    return not_now or _confirm(request, found, person, workflow.reopen, context, done)


def excuse(request: HttpRequest, ref: str) -> HttpResponse:
    """SLT, or the safeguarding lead, writes down why what is possibly illegal is referred to nobody (I4)."""
    found, person = found_file(request, ref)
    context = {
        "title": "Tell nobody outside the school?",
        "text": "This is possibly against the law. If nobody is told, the file says why, in your words. If you are not "
        "sure, ring the police on 101 or the professionals' helpline and ask: you need give no names for that.",
        "button": "Save the reason",
        "form": ReasonForm(request.POST or None, initial={"reason": found.no_referral_reason}),
    }
    not_now = nothing_to_do(request, found, person, "excuse", str(context["title"]))
    return not_now or _confirm(request, found, person, workflow.excuse, context, "The reason is in the file.")


def _confirm(
    request: HttpRequest, found: Incident, person: User, verb: Any, context: dict[str, Any], done: str
) -> HttpResponse:
    return confirmed(request, partial(verb, found, actor=person), context, done=done, back=_file(found))
