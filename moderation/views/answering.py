"""One view for each way to answer. A form that could not be used comes back on the item's own page."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from accounts.models import Runner
from core import rules
from core.views import attempt
from moderation import workflow
from moderation.answer_forms import (
    AcknowledgeForm,
    AnsweringForm,
    CloseForm,
    ConfirmPostedForm,
    ElsewhereForm,
    ReplyForm,
    revision_of,
    values_of,
)
from moderation.models import Item, Response
from moderation.views.single import back_to, render_item, visible
from moderation.views.undoing import say_with_undo
from moderation.workflow import jotting, undoing
from people.models import User


def keep_typed(item: Item, person: User, form: AnsweringForm) -> None:
    """What could not be sent is kept as if it had saved itself, also without JavaScript."""
    jotting.keep_words(item, person, form.part, str(form.data.get("text", "")), item.revision)


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an acknowledgement was posted: the clock stops."""
    item, person = visible(request, pk)
    form = AcknowledgeForm(request.POST, item=item)
    if form.is_valid() and attempt(form, workflow.acknowledge, item, actor=person, **values_of(form)) is not None:
        messages.success(request, "Acknowledged. The comment still waits for its reply.")
        return back_to(request, item)
    keep_typed(item, person, form)
    return render_item(request, item, person, opened="acknowledge", form=form)


@require_POST
def draft_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a draft, or show the reply to copy and post."""
    item, person = visible(request, pk)
    form = ReplyForm(request.POST, item=item)
    ready = "ready" in request.POST
    reply = partial(workflow.draft_reply, item, actor=person, ready=ready)
    if form.is_valid() and attempt(form, reply, **values_of(form)) is not None:
        said = "Now copy it and post it on the platform." if ready else "Your draft is kept. Nothing is posted yet."
        messages.success(request, said)
        return back_to(request, item)
    keep_typed(item, person, form)
    return render_item(request, item, person, opened="reply", form=form)


@require_POST
def close_without_response(request: HttpRequest, pk: int) -> HttpResponse:
    item, person = visible(request, pk)
    form = CloseForm(request.POST, item=item)
    close = partial(workflow.close_without_response, item, actor=person)
    if form.is_valid() and attempt(form, close, **values_of(form)) is not None:
        say_with_undo(request, "Closed. It needs no response.", undoing.offered(item, person))
        return back_to(request, item)
    return render_item(request, item, person, opened="close", form=form)


@require_POST
def confirm_posted(request: HttpRequest, pk: int, response_pk: int) -> HttpResponse:
    """Say when it went up: the clock stops."""
    item, person = visible(request, pk)
    response = get_object_or_404(Response, pk=response_pk, item=item)
    form = ConfirmPostedForm(request.POST, item=item)
    confirm = partial(workflow.confirm_posted, response, actor=person)
    if form.is_valid() and attempt(form, confirm, **values_of(form)) is not None:
        messages.success(request, "Done. The comment is answered.")
        return back_to(request, item)
    return render_item(request, item, person, opened="posted", form=form)


@require_POST
def drop_response(request: HttpRequest, pk: int, response_pk: int) -> HttpResponse:
    """Throw away what was not posted."""
    item, person = visible(request, pk)
    response = get_object_or_404(Response, pk=response_pk, item=item)
    if attempt(request, workflow.drop_response, response, actor=person, seen=revision_of(request.POST)) is not None:
        messages.success(request, "Dropped. Nothing was posted.")
    return back_to(request, item)


def answered_elsewhere(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what somebody posted on the platform before anything stood here."""
    item, person = visible(request, pk)
    rules.require("moderation.work", person, item)
    initial = {"revision": item.revision, "by": person.pk}
    form = ElsewhereForm(request.POST or None, item=item, people=_who_may_have(item, person), initial=initial)
    overtaken = None
    if request.method == "POST":
        note = partial(workflow.answered_elsewhere, item, actor=person)
        if form.is_valid() and attempt(form, note, **values_of(form)) is not None:
            messages.success(request, "Noted. Both times are kept: when it was posted, and when you said so.")
            return back_to(request, item)
        item, person = visible(request, pk)
        overtaken = form.catch_up(item, person)
    context = {"item": item, "form": form, "overtaken": overtaken, "typed": form["text"].value() or ""}
    return render(request, "moderation/answered_elsewhere.html", context)


def _who_may_have(item: Item, person: User) -> list[User]:
    """The reader, and whoever runs the account now."""
    runners = Runner.objects.filter(account=item.account_id, until_at=None).exclude(person=person)
    return [person, *(runner.person for runner in runners.select_related("person").order_by("person__full_name"))]
