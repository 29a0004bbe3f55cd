"""One view for each way to answer. A form that could not be used comes back on the item's own page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from core.views import attempt
from moderation import workflow
from moderation.forms import AcknowledgeForm, CloseForm, ConfirmPostedForm, RemoveForm, ReplyForm
from moderation.models import Response
from moderation.views.single import back_to, render_item, visible


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an acknowledgement was posted: the clock stops."""
    item, person = visible(request, pk)
    form = AcknowledgeForm(request.POST, item=item)
    if form.is_valid() and attempt(form, workflow.acknowledge, item, actor=person, **form.cleaned_data) is not None:
        messages.success(request, "Acknowledged. The comment still waits for its reply.")
        return back_to(request, item)
    return render_item(request, item, person, opened="acknowledge", form=form)


@require_POST
def draft_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a draft, or show the reply to copy and post."""
    item, person = visible(request, pk)
    form = ReplyForm(request.POST)
    ready = "ready" in request.POST
    if form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(form, workflow.draft_reply, item, actor=person, text=text, ready=ready) is not None:
            said = "Now copy it and post it on the platform." if ready else "Your draft is kept. Nothing is posted yet."
            messages.success(request, said)
            return back_to(request, item)
    return render_item(request, item, person, opened="reply", form=form)


@require_POST
def remove_with_explanation(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete, block or report, with what everybody is told (H1)."""
    item, person = visible(request, pk)
    form = RemoveForm(request.POST)
    if form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        if attempt(form, workflow.remove_with_explanation, item, actor=person, **values) is not None:
            messages.success(request, "What the comment says is kept. Now do it on the platform, and post why.")
            return back_to(request, item)
    return render_item(request, item, person, opened="remove", form=form)


@require_POST
def close_without_response(request: HttpRequest, pk: int) -> HttpResponse:
    item, person = visible(request, pk)
    form = CloseForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, workflow.close_without_response, item, actor=person, reason=reason) is not None:
            messages.success(request, "Closed. It needs no response.")
            return back_to(request, item)
    return render_item(request, item, person, opened="close", form=form)


@require_POST
def confirm_posted(request: HttpRequest, pk: int, response_pk: int) -> HttpResponse:
    """Say when it went up: the clock stops."""
    item, person = visible(request, pk)
    response = get_object_or_404(Response, pk=response_pk, item=item)
    form = ConfirmPostedForm(request.POST, item=item)
    if form.is_valid():
        posted_at = form.cleaned_data["posted_at"]
        if attempt(form, workflow.confirm_posted, response, actor=person, posted_at=posted_at) is not None:
            messages.success(request, "Done. The comment is answered.")
            return back_to(request, item)
    return render_item(request, item, person, opened="posted", form=form)


@require_POST
def drop_response(request: HttpRequest, pk: int, response_pk: int) -> HttpResponse:
    """Throw away what was not posted."""
    item, person = visible(request, pk)
    response = get_object_or_404(Response, pk=response_pk, item=item)
    if attempt(request, workflow.drop_response, response, actor=person) is not None:
        messages.success(request, "Dropped. Nothing was posted.")
    return back_to(request, item)
