"""The buttons of the steps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.handovers import workflow
from accounts.handovers.views.frame import the_handover
from core.views import attempt
from people.current import signed_in


@require_POST
def tick(request: HttpRequest, pk: int) -> HttpResponse:
    handover = the_handover(request, pk)
    attempt(request, workflow.tick, handover, request.POST.get("step", ""), actor=signed_in(request))
    return redirect(handover)


@require_POST
def untick(request: HttpRequest, pk: int) -> HttpResponse:
    handover = the_handover(request, pk)
    attempt(request, workflow.untick, handover, request.POST.get("step", ""), actor=signed_in(request))
    return redirect(handover)


@require_POST
def pass_on_work(request: HttpRequest, pk: int) -> HttpResponse:
    handover = the_handover(request, pk)
    if attempt(request, workflow.pass_on_work, handover, actor=signed_in(request)) is not None:
        messages.success(request, "What they had in hand is passed on.")
    return redirect(handover)


@require_POST
def end_grants(request: HttpRequest, pk: int) -> HttpResponse:
    handover = the_handover(request, pk)
    if attempt(request, workflow.end_grants, handover, actor=signed_in(request)) is not None:
        messages.success(request, "They are given nothing from the vault any more.")
    return redirect(handover)
