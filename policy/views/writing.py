"""Writing and publishing the policy, for SLT (P1)."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core import clock, rules
from core.views import attempt
from people.current import signed_in
from policy import selectors, workflow
from policy.forms import DraftForm, PublishForm
from policy.models import PolicyVersion
from policy.states import Status


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
