"""Writing, publishing and reviewing the policy, for SLT (P1)."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core import clock, rules, times
from core.views import answer_autosave, attempt, confirmed
from people.current import signed_in
from policy import differences, selectors, workflow
from policy.declarations import a_year_after
from policy.forms import DraftForm, PublishForm, ReviewForm
from policy.models import PolicyVersion
from policy.states import Status


def draft(request: HttpRequest) -> HttpResponse:
    """Write the one draft, look at it, or go on to publishing it. Saved by its button, or by itself. For SLT."""
    person = signed_in(request)
    rules.require("policy.write", person)
    found = selectors.draft()
    form = DraftForm(request.POST or None, initial=_draft_initial(found))
    form.form_attrs = {"data-autosave": request.path}
    by_itself = request.headers.get("X-Autosave") == "yes"
    context: dict[str, Any] = {"form": form, "draft": found}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST and not by_itself:
            context["preview"] = form.cleaned_data["body_markdown"]
        else:
            saved = attempt(form, workflow.save_draft, actor=person, **_draft_values(form))
            if by_itself:
                return answer_autosave(saved=saved is not None)
            if saved is not None:
                messages.success(request, "The draft is saved.")
                return redirect("policy:publish" if "publish" in request.POST else "policy:draft")
            context |= _beside_the_other(request, form)
    elif by_itself:
        return answer_autosave(saved=False)
    return render(request, "policy/draft.html", context)


def _beside_the_other(request: HttpRequest, form: DraftForm) -> dict[str, Any]:
    """After a refusal: the draft as somebody else left it, and the form with one's own words, seen beside it now."""
    found = selectors.draft()
    data = request.POST.copy()
    data["seen"] = found.changed_at.isoformat() if found is not None else ""
    form.data = data
    if found is None:
        return {"draft": None}
    changes = differences.between(found.body_markdown, form.cleaned_data.get("body_markdown", ""))
    return {"draft": found, "other": found, "changes": differences.changed_only(changes)}


def _draft_initial(found: PolicyVersion | None) -> dict[str, Any]:
    sitting = {"sitting": uuid4()}
    source = found or selectors.current_version()
    if source is None:
        return sitting | {"title": "Social media policy"}
    seen = found.changed_at.isoformat() if found is not None else ""
    return sitting | {"title": source.title, "body_markdown": source.body_markdown, "seen": seen}


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
        messages.info(request, _why_nothing_to_publish(request))
        return redirect("policy:index")
    today = clock.today()
    initial = {"digest": found.text_digest(), "effective_on": found.effective_on or today}
    form = PublishForm(request.POST or None, initial=initial | {"review_on": found.review_on or a_year_after(today)})
    form.cancel_url = reverse("policy:draft")
    if request.method == "POST" and form.is_valid():
        published = attempt(form, workflow.publish, found, actor=person, **form.cleaned_data)
        if published is not None:
            messages.success(request, f"Version {published.number} is in force. Everybody is asked to read it.")
            return redirect("policy:index")
    context = {"form": form, "draft": found, "replaces": selectors.current_version()}
    return render(request, "policy/publish.html", context)


def _why_nothing_to_publish(request: HttpRequest) -> str:
    current = selectors.current_version()
    if request.method == "POST" and current is not None and current.published_at is not None:
        who = current.published_by or "Somebody"
        if current.digest == request.POST.get("digest"):
            return f"{who} published this version before you, {times.relative(current.published_at)}. It is in force."
    return "There is no draft to publish."


def review(request: HttpRequest) -> HttpResponse:
    """The review that is due: write the next version, or confirm that the words stay. For SLT."""
    person = signed_in(request)
    rules.require("policy.write", person)
    current = selectors.current_version()
    if current is None or current.review_on is None:
        messages.info(request, "There is no policy in force to review.")
        return redirect("policy:index")
    initial = {"seen": current.review_on, "review_on": a_year_after(clock.today())}
    form = ReviewForm(request.POST or None, initial=initial)
    form.cancel_url = reverse("policy:index")
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("review_on", "seen")}
        if attempt(form, workflow.confirm_review, current, actor=person, **values) is not None:
            messages.success(request, "The review is confirmed. Nobody has to read the policy again.")
            return redirect("policy:index")
    context = {
        "form": form,
        "current": current,
        "draft": selectors.draft(),
        "reviews": current.reviews.select_related("reviewed_by"),
    }
    return render(request, "policy/review.html", context)


def discard_draft(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    rules.require("policy.write", person)
    found = get_object_or_404(PolicyVersion, status=Status.DRAFT)
    context = {
        "title": "Throw the draft away?",
        "points": ["The words of the draft are deleted.", "The policy in force stays as it is."],
        "button": "Throw it away",
        "harm": True,
    }
    discard = partial(workflow.discard_draft, found, actor=person)
    done = "The draft is gone. The policy in force is as it was."
    return confirmed(request, discard, context, done=done, back=reverse("policy:draft"), then=reverse("policy:index"))
