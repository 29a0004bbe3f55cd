"""Reading the policy and confirming it (P2)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import clock, rules
from core.views import attempt
from people.current import signed_in
from people.models import User
from policy import differences, selectors, workflow
from policy.forms import AcknowledgeForm
from policy.models import Acknowledgement, PolicyVersion, TrainingRecord
from policy.states import Status


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The policy in force, how I stand, and every version there was."""
    person = signed_in(request)
    today = clock.today()
    training = TrainingRecord.objects.filter(person=person).standing()
    current = selectors.current_version()
    versions = list(PolicyVersion.objects.visible_to(person))
    context = {
        "current": current,
        "last_review": current.reviews.select_related("reviewed_by").first() if current else None,
        "versions": versions,
        "has_draft": any(version.status == Status.DRAFT for version in versions),
        "standing": selectors.readiness(person),
        "declared": selectors.declared(person),
        "training": [(record, record.counts_on(today)) for record in training],
        "may_write": rules.ask("policy.write", person),
        "may_see_readiness": rules.ask("policy.see_readiness", person),
    }
    return render(request, "policy/index.html", context)


@require_GET
def read(request: HttpRequest) -> HttpResponse:
    """The version in force, with what changed since the reader's last one, and the box that confirms it at its end."""
    person = signed_in(request)
    version = selectors.current_version()
    if version is None:
        return redirect("policy:index")
    return _page(request, person, version, AcknowledgeForm(initial={"digest": version.digest}))


def _page(request: HttpRequest, person: User, version: PolicyVersion, form: AcknowledgeForm) -> HttpResponse:
    form.form_action = reverse("policy:acknowledge")
    mine = Acknowledgement.objects.filter(person=person, version=version).first()
    context = {"version": version, "form": form, "mine": mine, **({} if mine else _since(person, version))}
    return render(request, "policy/read.html", context)


def _since(person: User, version: PolicyVersion) -> dict[str, Any]:
    """What is new to a person who confirmed an older version."""
    older = Acknowledgement.objects.filter(person=person, version__number__lt=version.number)
    last = older.select_related("version").order_by("-version__number").first()
    if last is None:
        return {}
    changes = differences.changed_only(differences.between(last.version.body_markdown, version.body_markdown))
    return {"last": last, "changes": changes}


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
        made = attempt(request, workflow.acknowledge, version, actor=person, digest=digest)
        if made is not None:
            messages.success(request, "Thank you. You have confirmed that you read the policy and understood it.")
            return redirect("policy:receipt", pk=made.pk)
        return redirect("policy:read")
    return _page(request, person, version, form)
