"""The successor's page: yes, or no and why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.handovers import successors, workflow
from accounts.handovers.forms import ButtonlessReasonForm
from accounts.handovers.models import Handover
from accounts.handovers.states import Status
from accounts.handovers.views.frame import the_handover
from core import rules
from core.views import attempt
from people.current import signed_in


def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, what it means, and the two answers."""
    actor, handover = signed_in(request), the_handover(request, pk)
    rules.require("handovers.answer", actor, handover)
    if request.method == "POST" and attempt(request, workflow.accept, handover, actor=actor) is not None:
        messages.success(request, "Thank you. You run it as soon as the handover is complete.")
        return redirect(handover)
    return _page(request, handover, ButtonlessReasonForm())


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    actor, handover = signed_in(request), the_handover(request, pk)
    rules.require("handovers.answer", actor, handover)
    form = ButtonlessReasonForm(request.POST)
    if form.is_valid() and attempt(form, workflow.decline, handover, actor=actor, **form.cleaned_data) is not None:
        messages.success(request, "You do not take it over. The Administrators have been told.")
        return redirect("today")
    return _page(request, handover, form)


def _page(request: HttpRequest, handover: Handover, form: ButtonlessReasonForm) -> HttpResponse:
    if handover.status != Status.ASKED:
        return redirect(handover)
    actor = signed_in(request)
    context = {
        "handover": handover,
        "account": handover.account,
        "form": form,
        "why_not": successors.why_not(handover, actor),
        "leads_next": handover.account.is_led_by(handover.person),
    }
    return render(request, "handovers/accept.html", context)
