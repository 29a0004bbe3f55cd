"""The case file. Each page fetches through `visible_to`, calls one verb, and leads back to the file."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.forms import PortalForm
from core.views import attempt, confirmed
from incidents import selectors, workflow
from incidents.forms import (
    AssessForm,
    EntryForm,
    ReasonForm,
    ReferForm,
    ResolveForm,
    StartInvestigationForm,
)
from incidents.models import Incident
from incidents.sections import sections
from incidents.states import SHUT_OUT
from people.current import signed_in
from people.models import User


def found_file(request: HttpRequest, ref: str) -> tuple[Incident, User]:
    person = signed_in(request)
    visible = selectors.with_assess_by(Incident.objects.visible_to(person)).select_related(
        "reporter", "lead", "account", "item"
    )
    return get_object_or_404(visible, public_id=ref), person


def incident(request: HttpRequest, ref: str) -> HttpResponse:
    """The case file. Opening it is recorded."""
    found, person = found_file(request, ref)
    workflow.read(found, actor=person)
    context = {
        "incident": found,
        "timeline": selectors.timeline(found),
        "parts": selectors.parts(found),
        "handlers": workflow.handlers(found),
        "may": selectors.choices(found, person),
        "entry_form": EntryForm(),
        "sections": sections(found, person),
    }
    return render(request, "incidents/incident.html", context)


def step(
    request: HttpRequest,
    found: Incident,
    person: User,
    form: PortalForm,
    verb: Callable[..., Any],
    heading: str,
    done: str,
) -> HttpResponse:
    """One form, one verb: back to the file when it is done."""
    form.cancel_url = reverse("incidents:incident", kwargs={"ref": found.public_id})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, verb, found, actor=person, **form.cleaned_data) is not None
    ):
        messages.success(request, done)
        return redirect("incidents:incident", pk=found.pk)
    context = {"incident": found, "form": form, "heading": heading}
    return render(request, "incidents/step.html", context)


def assess(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    form = AssessForm(request.POST or None)
    return step(request, found, person, form, workflow.assess, "First assessment", "The assessment is saved.")


def start_investigation(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    shut_out = found.involvements.filter(part__in=SHUT_OUT, ended_at=None).values("person")
    form = StartInvestigationForm(request.POST or None, people=User.objects.employed().exclude(pk__in=shut_out))
    heading = "Start the investigation"
    return step(request, found, person, form, workflow.start_investigation, heading, "The investigation has started.")


def resolve(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    form = ResolveForm(request.POST or None)
    return step(request, found, person, form, workflow.resolve, "Record the outcome", "The outcome is saved.")


def refer(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    heading = "Record who was told"
    return step(request, found, person, ReferForm(request.POST or None), workflow.refer, heading, "It is recorded.")


def add_entry(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    form = EntryForm(request.POST or None)
    return step(request, found, person, form, workflow.add_entry, "Add to the file", "Added to the file.")


def confirm(
    request: HttpRequest, found: Incident, person: User, verb: Callable[..., Any], context: dict[str, Any], done: str
) -> HttpResponse:
    back = reverse("incidents:incident", kwargs={"ref": found.public_id})
    return confirmed(request, partial(verb, found, actor=person), context, done=done, back=back)


def close(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    context = {
        "title": f"Close {found.reference}?",
        "text": "The file stays as it is and can be opened again by SLT. Nothing more is added while it is closed.",
        "button": "Close the incident",
    }
    return confirm(request, found, person, workflow.close, context, f"{found.reference} is closed.")


def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    context = {
        "title": f"Open {found.reference} again?",
        "text": "Everything in the file is kept, and the investigation goes on.",
        "button": "Open it again",
        "form": ReasonForm(request.POST or None),
    }
    return confirm(request, found, person, workflow.reopen, context, f"{found.reference} is open again.")


def excuse(request: HttpRequest, ref: str) -> HttpResponse:
    """SLT writes down why a possibly illegal matter is referred to nobody (I4)."""
    found, person = found_file(request, ref)
    context = {
        "title": "Tell nobody outside the school?",
        "text": "This is possibly against the law. If nobody is told, the file says why, in SLT's words.",
        "button": "Save the reason",
        "form": ReasonForm(request.POST or None),
    }
    return confirm(request, found, person, workflow.excuse, context, "The reason is in the file.")
