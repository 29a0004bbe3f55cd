"""The pages of the ladder: its steps, what they lead to, the desk's hours, who is on call, and digests."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import rules
from core.views import attempt
from moderation.clock_rules import school_clock
from moderation.escalation import needs as _needs  # noqa: F401  (registers what Today shows)
from moderation.escalation import selectors, workflow
from moderation.escalation.forms import DeskForm, OnCallForm, StepForm, TryForm
from moderation.models import DeskSettings, Digest, LadderStep, OnCall, desk
from people.current import signed_in
from people.models import User

DESK_FIELDS = [field.name for field in DeskSettings._meta.fields if field.name != "id"]


def _reader(request: HttpRequest) -> User:
    """Whoever sees comments reads the settings: for others they do not exist."""
    person = signed_in(request)
    if not rules.ask("moderation.read_escalation", person):
        raise Http404
    return person


@require_safe
def escalation(request: HttpRequest) -> HttpResponse:
    """The ladder in plain sentences, and what it leads to for a comment of one's choice."""
    person = _reader(request)
    school, settings = school_clock(), desk()
    asked = TryForm(request.GET or None)
    chosen = asked.chosen
    received_at = chosen.get("received_at") or selectors.an_example(school)
    asked.initial = {"received_at": received_at.astimezone(school.zone)}
    pressing = bool(chosen.get("pressing"))
    steps, digests = selectors.steps(), selectors.recent_digests(person)
    context: dict[str, Any] = {
        "parts": selectors.parts(steps),
        "nobody_hears": selectors.says_nothing_when_late(steps),
        "asked": asked,
        "received_at": received_at,
        "pressing": pressing,
        "course": selectors.course(received_at, pressing=pressing, school=school, desk=settings),
        "desk": settings,
        "target": selectors.length(settings.priority_minutes),
        "claim": selectors.length(settings.claim_minutes),
        "hours": selectors.Hours.of(settings),
        "on_call": selectors.standing_on_call(),
        "digests": digests[: selectors.AT_ONCE],
        "more_digests": digests[selectors.AT_ONCE :],
        "is_tried": bool(chosen),
        "may_change": rules.ask("moderation.change_escalation", person),
    }
    return render(request, "moderation/escalation/escalation.html", context)


def add_step(request: HttpRequest) -> HttpResponse:
    person = _reader(request)
    rules.require("moderation.change_escalation", person)
    form = StepForm(request.POST or None)
    form.cancel_url = reverse("moderation:escalation")
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.add_step, actor=person, **form.cleaned_data) is not None:
        messages.success(request, "Added. The portal takes it up within a minute.")
        return redirect("moderation:escalation")
    return render(request, "moderation/escalation/add_step.html", {"form": form})


def change_step(request: HttpRequest, pk: int) -> HttpResponse:
    person = _reader(request)
    step = get_object_or_404(LadderStep, pk=pk)
    rules.require("moderation.change_escalation", person)
    form = StepForm(request.POST or None, step=step)
    form.cancel_url = reverse("moderation:escalation")
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.change_step, step, actor=person, **form.cleaned_data) is not None:
        messages.success(request, "Saved. The portal takes it up within a minute. Nobody is told of anything twice.")
        return redirect("moderation:escalation")
    return render(request, "moderation/escalation/change_step.html", {"form": form, "step": step})


@require_POST
def switch_step(request: HttpRequest, pk: int) -> HttpResponse:
    """On with `on=1`, else off."""
    person = _reader(request)
    step = get_object_or_404(LadderStep, pk=pk)
    on = request.POST.get("on") == "1"
    if attempt(request, workflow.switch_step, step, actor=person, on=on) is not None:
        messages.success(request, f"“{step.name}” is switched {'on' if on else 'off'}.")
    return redirect("moderation:escalation")


def change_desk(request: HttpRequest) -> HttpResponse:
    person = _reader(request)
    rules.require("moderation.change_escalation", person)
    settings = desk()
    form = DeskForm(request.POST or None, initial={name: getattr(settings, name) for name in DESK_FIELDS})
    form.cancel_url = reverse("moderation:escalation")
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.change_desk, actor=person, **form.cleaned_data) is not None:
        messages.success(request, "Saved.")
        return redirect("moderation:escalation")
    return render(request, "moderation/escalation/change_desk.html", {"form": form})


def name_on_call(request: HttpRequest) -> HttpResponse:
    person = _reader(request)
    rules.require("moderation.change_escalation", person)
    form = OnCallForm(request.POST or None)
    form.cancel_url = reverse("moderation:escalation")
    valid = request.method == "POST" and form.is_valid()
    if valid:
        given = form.cleaned_data
        named = attempt(form, workflow.name_on_call, actor=person, **given)
        if named is not None:
            messages.success(
                request, f"In that time {named.person.full_name} gets the e-mails in place of the Administrators."
            )
            return redirect("moderation:escalation")
    return render(request, "moderation/escalation/name_on_call.html", {"form": form})


@require_POST
def end_on_call(request: HttpRequest, pk: int) -> HttpResponse:
    person = _reader(request)
    on_call = get_object_or_404(OnCall, pk=pk)
    if attempt(request, workflow.end_on_call, on_call, actor=person) is not None:
        messages.success(request, "Ended. The Administrators are told again.")
    return redirect("moderation:escalation")


@require_safe
def digest(request: HttpRequest, pk: int) -> HttpResponse:
    """What one message about several comments was about; for its person alone."""
    person = signed_in(request)
    found = get_object_or_404(Digest, pk=pk, person=person)
    context = {"digest": found, "listed": selectors.listed(found, person)}
    return render(request, "moderation/escalation/digest.html", context)


@require_POST
def see_to(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request)
    found = get_object_or_404(Digest, pk=pk, person=person)
    if attempt(request, workflow.see_to, found, actor=person) is not None:
        messages.success(request, "Thank you. The others see that you are on it.")
    return redirect("moderation:digest", pk=found.pk)
