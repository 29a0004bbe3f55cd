"""Reading the policy and confirming it (P2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import clock, rules
from core.views import attempt
from people.current import signed_in
from people.models import User
from policy import selectors, workflow
from policy.forms import AcknowledgeForm
from policy.models import Acknowledgement, PolicyVersion, TrainingRecord
from policy.states import Status


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The policy in force, how I stand, and every version there was."""
    person = signed_in(request)
    today = clock.today()
    training = TrainingRecord.objects.filter(person=person).standing()
    context = {
        "current": selectors.current_version(),
        "versions": PolicyVersion.objects.visible_to(person),
        "standing": selectors.readiness(person),
        "training": [(record, record.counts_on(today)) for record in training],
        "may_write": rules.ask("policy.write", person),
        "may_see_readiness": rules.ask("policy.see_readiness", person),
    }
    return render(request, "policy/index.html", context)


@require_GET
def read(request: HttpRequest) -> HttpResponse:
    """The version in force, with the box that confirms it."""
    person = signed_in(request)
    version = selectors.current_version()
    if version is None:
        return redirect("policy:index")
    return _page(request, person, version, AcknowledgeForm(initial={"digest": version.digest}))


def _page(request: HttpRequest, person: User, version: PolicyVersion, form: AcknowledgeForm) -> HttpResponse:
    form.form_action = reverse("policy:acknowledge")
    mine = Acknowledgement.objects.filter(person=person, version=version).first()
    return render(request, "policy/read.html", {"version": version, "form": form, "mine": mine})


@require_POST
def acknowledge(request: HttpRequest) -> HttpResponse:
    """Confirm the version whose text was on the page (P2)."""
    person = signed_in(request)
    form = AcknowledgeForm(request.POST)
    version = selectors.current_version()
    if version is None:
        return redirect("policy:index")
    if form.is_valid():
        digest = form.cleaned_data["digest"]
        if attempt(request, workflow.acknowledge, version, actor=person, digest=digest) is not None:
            messages.success(request, "Thank you. You have confirmed that you read the policy and understood it.")
            return redirect("policy:index")
        return redirect("policy:read")
    return _page(request, person, version, form)


@require_GET
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Any version that the person may see, as it was."""
    person = signed_in(request)
    found = get_object_or_404(PolicyVersion.objects.visible_to(person), number=number)
    if found.status == Status.PUBLISHED:
        return redirect("policy:read")
    if found.status == Status.DRAFT:
        return redirect("policy:draft")
    mine = Acknowledgement.objects.filter(person=person, version=found).first()
    return render(request, "policy/read.html", {"version": found, "form": None, "mine": mine})
