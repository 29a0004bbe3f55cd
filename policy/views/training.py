"""One person's training (P3)."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core import clock, rules
from core.views import attempt, confirmed
from people.current import signed_in
from people.models import User
from policy import selectors, workflow
from policy.forms import TrainingForm
from policy.models import TrainingRecord


def training(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's training, and the form that records more of it. For SLT and Administrators."""
    actor = signed_in(request)
    rules.require("policy.see_readiness", actor)
    person = get_object_or_404(User.objects.visible_to(actor), pk=pk)
    form = TrainingForm(request.POST or None, initial={"completed_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        recorded = attempt(form, workflow.record_training, person, actor=actor, **form.cleaned_data)
        if recorded is not None:
            messages.success(request, f"Recorded for {person.full_name}.")
            return redirect("policy:training", pk=person.pk)
    today = clock.today()
    records = TrainingRecord.objects.filter(person=person).select_related("recorded_by", "struck_by")
    context = {
        "person": person,
        "form": form,
        "records": [(record, record.counts_on(today)) for record in records],
        "standing": selectors.readiness(person),
        "may_record": rules.ask("policy.record_training", actor, person),
    }
    return render(request, "policy/training.html", context)


def strike_training(request: HttpRequest, pk: int) -> HttpResponse:
    actor = signed_in(request)
    rules.require("policy.strike_training", actor)
    record = get_object_or_404(TrainingRecord.objects.visible_to(actor).select_related("person"), pk=pk)
    back = reverse("policy:training", kwargs={"pk": record.person_id})
    context = {
        "title": f"Strike out “{record.title}” of {record.person.full_name}?",
        "points": ["The record stays visible as a mistake, but does not count any more."],
        "button": "Strike it out",
        "harm": True,
    }
    strike = partial(workflow.strike_training, record, actor=actor)
    done = "The record is struck out. It stays visible, but counts no more."
    return confirmed(request, strike, context, done=done, back=back)
