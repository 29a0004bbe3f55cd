"""Opening a handover by hand, and choosing what becomes of the account."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.handovers import successors, workflow
from accounts.handovers.forms import ChooseForm, OpenForm
from accounts.handovers.models import Cause, Choice
from accounts.handovers.views.frame import the_handover
from accounts.models import Account
from core import rules
from core.views import attempt, confirmed
from people.current import signed_in

CHOSEN = {
    Choice.TRANSFER: "They are asked, and you are told what they answer.",
    Choice.GO_ON: "Those who stay go on running it. Now do the steps.",
    Choice.CLOSE: "Its closing has begun. Now do the steps.",
}


def open_handover(request: HttpRequest, pk: int) -> HttpResponse:
    """By hand: somebody stops running this account, or leaves today."""
    actor = signed_in(request)
    account = get_object_or_404(Account.objects.visible_to(actor), pk=pk)
    rules.require("handovers.open_handover", actor, account)
    form = OpenForm(request.POST or None, account=account)
    form.cancel_url = account.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data}
        person = given.pop("person")
        made = attempt(form, workflow.open_handover, account, person, actor=actor, cause=Cause.BY_HAND, **given)
        if made is not None:
            messages.success(request, f"The handover is open. Now choose what becomes of “{account.name}”.")
            return redirect(made)
    return render(request, "handovers/open_handover.html", {"form": form, "account": account})


def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody takes it over, those who stay go on, or it is closed."""
    actor, handover = signed_in(request), the_handover(request, pk)
    rules.require("handovers.choose", actor, handover)
    why_not_without = successors.why_not_without(handover)
    form = ChooseForm(
        request.POST or None,
        handover=handover,
        may_go_on=not why_not_without,
        initial={"choice": Choice.TRANSFER},
    )
    form.cancel_url = handover.get_absolute_url()
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.choose, handover, actor=actor, **form.cleaned_data) is not None:
        messages.success(request, CHOSEN[Choice(form.cleaned_data["choice"])])
        return redirect(handover)
    context = {
        "form": form,
        "handover": handover,
        "why_not_without": why_not_without,
        "nobody_is_ready": not successors.ready_among(successors.candidates(handover)),
    }
    return render(request, "handovers/choose.html", context)


def choose_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before the choice is taken back."""
    actor, handover = signed_in(request), the_handover(request, pk)
    rules.require("handovers.choose", actor, handover)
    points = [
        "You choose anew what becomes of the account.",
        "What was ticked so far is taken back, and stays on record.",
    ]
    if handover.choice == Choice.CLOSE:
        points.append("The closing of the account is called off, where it began with this choice.")
    elif handover.successor is not None:
        points.append(f"{handover.successor} is told that the question was taken back.")
    ask = {"title": "Choose again?", "points": points, "button": "Take the choice back"}
    back = handover.get_absolute_url()
    verb = partial(workflow.choose_again, handover, actor=actor)
    return confirmed(request, verb, ask, done="The choice is taken back.", back=back)
