"""Pages about the policy: read it, acknowledge it, write it, and see who has."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import clock, rules
from core.views import attempt
from people.current import signed_in
from people.models import User
from policy import needs as _needs  # noqa: F401  (registers what waits)
from policy import selectors, workflow
from policy.forms import AcknowledgeForm, DraftForm, PublishForm, ReadinessFilter, TrainingForm
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


def draft(request: HttpRequest) -> HttpResponse:
    """Write the one draft, look at it, or go on to publishing it. For SLT."""
    person = signed_in(request)
    rules.require("policy.write", person)
    found = selectors.draft()
    form = DraftForm(request.POST or None, initial=_draft_initial(found))
    preview = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = form.cleaned_data["body_markdown"]
        else:
            saved = attempt(form, workflow.save_draft, actor=person, **_draft_values(form))
            if saved is not None:
                messages.success(request, "The draft is saved.")
                return redirect("policy:publish" if "publish" in request.POST else "policy:draft")
    return render(request, "policy/draft.html", {"form": form, "draft": found, "preview": preview})


def _draft_initial(found: PolicyVersion | None) -> dict[str, Any]:
    source = found or selectors.current_version()
    if source is None:
        return {"title": "Social media policy"}
    seen = found.changed_at.isoformat() if found is not None else ""
    return {"title": source.title, "body_markdown": source.body_markdown, "seen": seen}


def _draft_values(form: DraftForm) -> dict[str, Any]:
    values = dict(form.cleaned_data)
    try:
        values["seen"] = datetime.fromisoformat(values["seen"]) if values["seen"] else None
    except ValueError:
        values["seen"] = None
    return values


def publish(request: HttpRequest) -> HttpResponse:
    """Read the draft once more, give its days, and put it in force. For SLT."""
    person = signed_in(request)
    rules.require("policy.write", person)
    found = selectors.draft()
    if found is None:
        messages.info(request, "There is no draft to publish.")
        return redirect("policy:index")
    today = clock.today()
    initial = {"digest": found.text_digest(), "effective_on": found.effective_on or today}
    form = PublishForm(request.POST or None, initial=initial | {"review_on": found.review_on})
    form.cancel_url = reverse("policy:draft")
    if request.method == "POST" and form.is_valid():
        published = attempt(form, workflow.publish, found, actor=person, **form.cleaned_data)
        if published is not None:
            messages.success(request, f"Version {published.number} is in force. Everybody is asked to read it.")
            return redirect("policy:index")
    context = {"form": form, "draft": found, "replaces": selectors.current_version()}
    return render(request, "policy/publish.html", context)


def discard_draft(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    rules.require("policy.write", person)
    found = get_object_or_404(PolicyVersion, status=Status.DRAFT)
    if request.method == "POST" and attempt(request, workflow.discard_draft, found, actor=person) is not None:
        messages.success(request, "The draft is gone. The policy in force is as it was.")
        return redirect("policy:index")
    context = {
        "title": "Throw the draft away?",
        "points": ["The words of the draft are deleted.", "The policy in force stays as it is."],
        "button": "Throw it away",
        "back_url": reverse("policy:draft"),
        "harm": True,
    }
    return render(request, "components/confirm.html", context)


@require_GET
def readiness(request: HttpRequest) -> HttpResponse:
    """Who has acknowledged the policy and been trained, and who has not. For SLT and Administrators."""
    person = signed_in(request)
    rules.require("policy.see_readiness", person)
    filters = ReadinessFilter(request.GET or None)
    everybody = selectors.matrix({})
    context = {
        "filters": filters,
        "rows": selectors.matrix(filters.chosen) if filters.chosen else everybody,
        "total": len(everybody),
        "ready": sum(row.readiness.ready for row in everybody),
        "not_read": sum(row.readiness.acknowledged_at is None for row in everybody),
        "not_trained": sum(not row.trained for row in everybody),
        "current": selectors.current_version(),
    }
    return render(request, "policy/readiness.html", context)


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Ask everybody who has not acknowledged the policy, in one click (P2)."""
    person = signed_in(request)
    rules.require("policy.see_readiness", person)
    asked = attempt(request, workflow.remind, selectors.must_acknowledge(), actor=person)
    if asked is not None:
        messages.success(request, "1 person is reminded." if asked == 1 else f"{asked} people are reminded.")
    return redirect("policy:readiness")


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
    if request.method == "POST" and attempt(request, workflow.strike_training, record, actor=actor) is not None:
        messages.success(request, "The record is struck out. It stays visible, but counts no more.")
        return redirect(back)
    context = {
        "title": f"Strike out “{record.title}” of {record.person.full_name}?",
        "points": ["The record stays visible as a mistake, but does not count any more."],
        "button": "Strike it out",
        "back_url": back,
        "harm": True,
    }
    return render(request, "components/confirm.html", context)
