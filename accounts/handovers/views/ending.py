"""Sent to a second person, confirmed, sent back, or ended because it is not needed."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.handovers import workflow
from accounts.handovers.forms import ButtonlessReasonForm
from accounts.handovers.models import Choice
from accounts.handovers.views.frame import the_handover
from core import rules
from core.views import attempt, confirmed
from people.current import signed_in


@require_POST
def send_to_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    handover = the_handover(request, pk)
    if attempt(request, workflow.send_to_confirm, handover, actor=signed_in(request)) is not None:
        messages.success(request, "Sent. The other Administrators and SLT have been told.")
    return redirect(handover)


def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the second person, who has looked at every step."""
    actor, handover = signed_in(request), the_handover(request, pk)
    rules.require("handovers.confirm", actor, handover)
    person, account = handover.person, handover.account
    points = [f"{person} does not run “{account.name}” any more."]
    if handover.choice == Choice.TRANSFER and handover.successor is not None:
        points.append(f"{handover.successor} runs it in their place.")
    points.append(
        "Every step is looked at once more. If one has come open again, nothing happens and you are told which."
    )
    points.append("It is on record that you confirmed it.")
    ask = {"title": "Is this handover complete?", "points": points, "harm": True, "button": "Confirm it"}
    verb = partial(workflow.confirm, handover, actor=actor)
    return confirmed(request, verb, ask, done="The handover is complete.", back=handover.get_absolute_url())


def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is left to do."""
    actor, handover = signed_in(request), the_handover(request, pk)
    rules.require("handovers.send_back", actor, handover)
    form = ButtonlessReasonForm(request.POST or None)
    form.fields["reason"].label = "What is left to do?"
    points = ["It is in hand again, and whoever sent it is told."]
    ask = {"title": "Send it back?", "points": points, "button": "Send it back", "form": form}
    verb = partial(workflow.send_back, handover, actor=actor)
    return confirmed(request, verb, ask, done="It is in hand again.", back=handover.get_absolute_url())


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why it is not needed."""
    actor, handover = signed_in(request), the_handover(request, pk)
    rules.require("handovers.cancel", actor, handover)
    points = [f"{handover.person} goes on running “{handover.account.name}”.", "What was done so far stays on record."]
    form = ButtonlessReasonForm(request.POST or None)
    ask = {"title": "Is this handover not needed?", "points": points, "button": "It is not needed", "form": form}
    verb = partial(workflow.cancel, handover, actor=actor)
    return confirmed(request, verb, ask, done="The handover has ended.", back=handover.get_absolute_url())
