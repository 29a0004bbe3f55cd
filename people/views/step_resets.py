"""A second step that was lost: one person asks, another agrees or refuses."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import rules
from core.views import attempt, confirmed
from people import workflow
from people.current import signed_in
from people.models import StepReset, User
from people.workflow.second_steps import RESET_LASTS, is_open


def _reset(request: HttpRequest, pk: int) -> tuple[User, StepReset]:
    actor = signed_in(request)
    seen = StepReset.objects.visible_to(actor).select_related("person", "asked_by", "decided_by")
    return actor, get_object_or_404(seen, pk=pk)


def ask_step_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then send the request to those who may agree."""
    actor = signed_in(request)
    person = get_object_or_404(User.objects.visible_to(actor), pk=pk)
    rules.require("people.ask_step_reset", actor, person)
    if request.method == "POST":
        reset = attempt(request, workflow.ask_step_reset, person, actor=actor)
        if reset is not None:
            messages.success(request, "Asked. Another Administrator or a member of SLT has to agree within 24 hours.")
            return redirect("people:step_reset", pk=reset.pk)
    context = {
        "title": f"Ask to take away the second step of {person.full_name}?",
        "points": [
            "Every other Administrator and member of SLT is told, and one of them agrees or refuses.",
            f"{person.first_name} is told too, and can refuse.",
            "If somebody agrees, the authenticator app, passkeys and recovery codes stop working and every session "
            "ends.",
            "If nobody answers within 24 hours, nothing changes.",
        ],
        "button": "Ask for it",
        "back_url": reverse("people:person", kwargs={"pk": person.pk}),
    }
    return render(request, "components/confirm.html", context)


@require_GET
def step_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asked, and what came of it."""
    actor, reset = _reset(request, pk)
    context = {
        "reset": reset,
        "is_open": is_open(reset),
        "until": reset.asked_at + RESET_LASTS,
        "may_agree": rules.ask("people.agree_step_reset", actor, reset),
        "may_refuse": rules.ask("people.refuse_step_reset", actor, reset),
        "is_me": reset.person_id == actor.pk,
    }
    return render(request, "people/step_reset.html", context)


def agree_step_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the second step away."""
    actor, reset = _reset(request, pk)
    rules.require("people.agree_step_reset", actor, reset)
    context = {
        "title": f"Take away the second step of {reset.person.full_name}?",
        "points": [
            "Their authenticator app, passkeys and recovery codes stop working here.",
            "Every session of theirs ends at once, and they are told by e-mail.",
            f"You and {reset.asked_by.full_name} did this together: it is recorded. Make sure that it is really "
            f"{reset.person.first_name} who wants it: ring them, or see them.",
        ],
        "button": "Agree, take it away",
        "harm": True,
    }
    done = f"The second step of {reset.person.full_name} is gone. They are told."
    return _ask(request, reset, workflow.agree_step_reset, context, done)


def refuse_step_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then leave everything as it is."""
    actor, reset = _reset(request, pk)
    rules.require("people.refuse_step_reset", actor, reset)
    context = {
        "title": "Refuse this request?",
        "text": f"Nothing changes at the sign-in of {reset.person.full_name}. {reset.asked_by.full_name} is told.",
        "button": "Refuse",
    }
    return _ask(request, reset, workflow.refuse_step_reset, context, "Refused. Nothing was changed.")


def _ask(
    request: HttpRequest, reset: StepReset, verb: Callable[..., StepReset], context: dict[str, Any], done: str
) -> HttpResponse:
    back = reverse("people:step_reset", kwargs={"pk": reset.pk})
    return confirmed(request, partial(verb, reset, actor=signed_in(request)), context, done=done, back=back)
