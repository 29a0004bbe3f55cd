"""Being away: the list, saying so, and being back."""

from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from core import clock, rules, times
from core.pagination import KeysetPaginator
from core.views import attempt, confirmed
from people import workflow
from people.absences.forms import AbsenceForm
from people.absences.rules import decides_as
from people.absences.selectors import coming
from people.current import signed_in
from people.models import Absence, Role, User

PAST = 10
HINTS = {
    Role.SLT: (
        "They may decide business cases in these days, nothing more. It can be another member of SLT, or somebody "
        "employed by the school who has a second step at sign-in."
    ),
    Role.CHAIR_OF_GOVERNORS: "A governor. They may decide business cases that come to the chair in these days.",
}


@require_GET
def absences(request: HttpRequest) -> HttpResponse:
    """One's own absences, those in which one acts for somebody; for SLT and Administrators, everybody's."""
    person, today = signed_in(request), clock.today()
    own = Absence.objects.filter(person=person).select_related("delegate")
    acting = Absence.objects.filter(delegate=person, ended_at=None, until_on__gte=today).select_related("person")
    leads = person.holds(Role.SLT, Role.ADMINISTRATOR)
    others = Absence.objects.visible_to(person).filter(ended_at=None, until_on__gte=today).exclude(person=person)
    rows = others.select_related("person", "delegate").prefetch_related("person__grants")
    page = KeysetPaginator(rows, ("from_on", "pk"), per_page=20).page(request.GET.get("cursor")) if leads else None
    context = {
        "person": person,
        "today": today,
        "own": coming(own),
        "past": own.filter(~Q(ended_at=None) | Q(until_on__lt=today))[:PAST],
        "acting": coming(acting),
        "leads": leads,
        "page": page,
        "others": [(one, bool(rules.ask("people.end_absence", person, one))) for one in page or ()],
    }
    return render(request, "people/absences.html", context)


def record_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say from when until when somebody is away, and who acts."""
    actor = signed_in(request)
    person = get_object_or_404(User.objects.visible_to(actor).prefetch_related("grants"), pk=pk)
    rules.require("people.record_absence", actor, person)
    is_me = person.pk == actor.pk
    hint = HINTS.get(Role(role), "") if (role := decides_as(person)) else ""
    form = AbsenceForm(request.POST if request.method == "POST" else None, person=person, actor=actor, hint=hint)
    form.cancel_url = reverse("people:absences") if is_me else reverse("people:person", kwargs={"pk": person.pk})
    if request.method == "POST" and form.is_valid():
        saved = attempt(form, workflow.record_absence, person, actor=actor, **form.words)
        if saved is not None:
            messages.success(request, f"Saved. {person} and {saved.delegate} are told.")
            return redirect(form.cancel_url)
    return render(request, "people/record_absence.html", {"form": form, "person": person, "is_me": is_me, "hint": hint})


def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then end an absence."""
    actor = signed_in(request)
    absence = get_object_or_404(Absence.objects.visible_to(actor).select_related("person", "delegate"), pk=pk)
    rules.require("people.end_absence", actor, absence)
    name = absence.person.full_name
    context = {
        "title": "Are you back?" if absence.person_id == actor.pk else f"Is {name} back?",
        "text": f"Recorded: {name} is away from {times.day(absence.from_on)} to {times.day(absence.until_on)}.",
        "points": [
            f"{absence.delegate} no longer acts for {name}, from this moment.",
            "What was decided meanwhile stands.",
            "Both are told.",
        ],
        "button": "End the absence",
    }
    end = partial(workflow.end_absence, absence, actor=actor)
    done = "The absence has ended. Both people are told."
    return confirmed(request, end, context, done=done, back=reverse("people:absences"))
