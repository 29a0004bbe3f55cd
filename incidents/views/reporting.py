"""Somebody tells the school, and what they learn of it afterwards."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.views import attempt
from incidents import selectors, workflow
from incidents.forms import (
    ReportForm,
)
from incidents.models import Incident
from incidents.states import PUBLIC_LABELS, PUBLIC_LOOKS, Status
from moderation.models import Item
from people.current import signed_in
from people.models import User


def _people(person: User) -> Any:
    """Whom a report may name: the directory, where the reporter may see it."""
    people = User.objects.visible_to(person).filter(is_active=True).exclude(pk=person.pk)
    return people if people.exists() else None


def report(request: HttpRequest) -> HttpResponse:
    """Report from scratch (I1, I6)."""
    person = signed_in(request)
    initial = {"category": request.GET.get("category", "")}
    form = ReportForm(request.POST or None, people=_people(person), initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, workflow.report, actor=person, **form.cleaned_data)
        if made is not None:
            return redirect("incidents:my_report", ref=made.public_id)
    return render(request, "incidents/report.html", {"form": form, "to_stop": selectors.to_stop(person)})


def report_from_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Report a comment that somebody made on one of our accounts."""
    person = signed_in(request)
    item = get_object_or_404(Item.objects.visible_to(person), pk=pk)
    initial = {"category": request.GET.get("category", "")}
    form = ReportForm(request.POST or None, people=_people(person), initial=initial)
    del form.fields["where"]
    if request.method == "POST" and form.is_valid():
        made = attempt(form, workflow.report_from_item, item, actor=person, **form.cleaned_data)
        if made is not None:
            return redirect("incidents:my_report", ref=made.public_id)
    return render(request, "incidents/report.html", {"form": form, "item": item})


def my_report(request: HttpRequest, ref: str) -> HttpResponse:
    """What the person who reported it sees: their own words, and what the handlers opened to them."""
    person = signed_in(request)
    incident = get_object_or_404(Incident.objects.told_to(person), public_id=ref)
    context = {
        "incident": incident,
        "state": PUBLIC_LABELS[Status(incident.status)],
        "look": PUBLIC_LOOKS[Status(incident.status)],
        "timeline": selectors.timeline(incident, for_reporter=True),
        "handles": Incident.objects.visible_to(person).filter(public_id=ref).exists(),
    }
    return render(request, "incidents/my_report.html", context)
