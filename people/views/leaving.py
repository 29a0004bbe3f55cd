"""The last working day of somebody: recorded, and taken out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core import clock, rules, times
from core.views import attempt
from people import workflow
from people.current import signed_in
from people.followers import what_leaving_does
from people.forms import LeavingForm
from people.models import User


def set_leaving_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what will happen, and ask for the day."""
    actor, person = _both(request, pk)
    form = LeavingForm(request.POST or None, initial={"leaves_on": person.leaves_on})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["leaves_on"]
        if attempt(form, workflow.set_leaving_day, person, actor=actor, leaves_on=day) is not None:
            ended = day < clock.today()
            end = "Their access has ended." if ended else "Their access ends at midnight after it."
            messages.success(request, f"The last working day of {person.full_name} is {times.day(day)}. {end}")
            return redirect("people:person", pk=person.pk)
    return _ask(request, person, _what_a_day_does(person), form)


def clear_leaving_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then take the day out: the person stays."""
    actor, person = _both(request, pk)
    if request.method == "POST" and attempt(request, workflow.clear_leaving_day, person, actor=actor) is not None:
        messages.success(request, f"No last working day is recorded for {person.full_name} any more.")
        return redirect("people:person", pk=person.pk)
    gone = person.leaves_on is not None and person.leaves_on < clock.today()
    points = [
        "They can sign in again, with the password and the second step that they had."
        if gone
        else "Their access goes on and does not end by itself.",
        f"They hold the roles that they held: {', '.join(person.role_labels) or 'none'}.",
        "They, SLT and their line manager are told.",
    ]
    context: dict[str, object] = {
        "title": f"Does {person.full_name} stay?",
        "points": points,
        "button": "Take the last working day out",
    }
    return _ask(request, person, context)


def _both(request: HttpRequest, pk: int) -> tuple[User, User]:
    """Who asks, and about whom."""
    actor = signed_in(request)
    person = get_object_or_404(User.objects.visible_to(actor).prefetch_related("grants"), pk=pk)
    rules.require("people.leaving_day", actor, person)
    return actor, person


def _what_a_day_does(person: User) -> dict[str, object]:
    points = [
        "At midnight at the end of that day every session ends, on every device. For a day that is over, at once.",
        "From then on they cannot sign in, links to choose a password do not work, and no e-mail goes to them.",
        f"{person.first_name}, SLT and the line manager are told now.",
        "They are reminded that what they learned here stays confidential after they leave. "
        "For a day that is over, say so to them yourself.",
        "What they did stays on record.",
    ]
    if person.leaves_on is not None and not person.may_sign_in:
        points.append("With a day that is still to come they can sign in again until then.")
    points += what_leaving_does(person)
    led = person.manages.filter(pk__in=User.objects.active().values("pk")).count()
    if led:
        points.append(
            "One person has them as line manager: choose another for that person."
            if led == 1
            else f"{led} people have them as line manager: choose another for each of these."
        )
    return {"title": f"When does {person.full_name} leave?", "points": points, "button": "Record the last working day"}


def _ask(
    request: HttpRequest, person: User, context: dict[str, object], form: LeavingForm | None = None
) -> HttpResponse:
    back = reverse("people:person", kwargs={"pk": person.pk})
    return render(request, "components/confirm.html", {**context, "form": form, "back_url": back})
