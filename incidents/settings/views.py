"""How incidents are handled at this school: read by SLT and Administrators, changed by SLT."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import rules
from core.views import attempt, confirmed
from incidents.settings import heads, selectors, workflow
from incidents.settings import needs as _needs  # noqa: F401  (registers what Today shows)
from incidents.settings.forms import SettingsForm
from incidents.staffing import staffing_now
from people.current import signed_in
from people.models import User


def _reader(request: HttpRequest) -> User:
    person = signed_in(request)
    rules.require("incidents.see_settings", person)
    return person


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """The order of seniors, who comes in from outside, whom no way leads round, how soon, and the numbers."""
    person, staffing, row = _reader(request), staffing_now(), selectors.settings_now()
    context = {
        "row": row,
        "hours": int(row.assess_within / timedelta(hours=1)) if row.assess_within else None,
        "seniors": selectors.people_in_order(staffing.seniors),
        "head_is_known": staffing.head is not None,
        "chair": selectors.people_in_order(staffing.chair),
        "outside": selectors.people_in_order(staffing.outside),
        "leads": selectors.people_in_order(staffing.leads),
        "without": selectors.without_a_way_round(staffing),
        "may_change": rules.ask("incidents.change_settings", person),
    }
    return render(request, "incidents/settings/settings.html", context)


@require_POST
def order_seniors(request: HttpRequest, person_pk: int) -> HttpResponse:
    """One of SLT one place up or down. Where that makes somebody else the head, a page asks first."""
    person = _reader(request)
    moved = get_object_or_404(User.objects.visible_to(person), pk=person_pk)
    way = request.POST.get("way", "")
    rules.require("incidents.order_seniors", person, moved)
    heir = workflow.head_after(moved, way)
    if heir is not None:
        return redirect("incidents:name_head", person_pk=heir)
    if attempt(request, workflow.order_seniors, moved, actor=person, way=way) is not None:
        messages.success(request, "Saved. It holds from now on.")
    return redirect("incidents:settings")


def name_head(request: HttpRequest, person_pk: int) -> HttpResponse:
    """Asks before somebody becomes the head: to whom reports go from then on, and who is told."""
    person = _reader(request)
    heir = get_object_or_404(User.objects.visible_to(person), pk=person_pk)
    rules.require("incidents.order_seniors", person, heir)
    if staffing_now().head == heir.pk:
        messages.info(request, f"{heir} is the head already.")
        return redirect("incidents:settings")
    ask = {
        "title": f"Make {heir} the head?",
        "points": heads.what_changes(heir, person),
        "button": f"{heir} is the head",
    }
    verb = partial(workflow.order_seniors, heir, actor=person, way=workflow.Way.FIRST)
    done = f"{heir} is the head from now on. Everybody concerned is told."
    return confirmed(request, verb, ask, done=done, back=reverse("incidents:settings"))


def change_settings(request: HttpRequest) -> HttpResponse:
    person = _reader(request)
    rules.require("incidents.change_settings", person)
    form = SettingsForm(request.POST if request.method == "POST" else None, row=selectors.settings_now())
    form.cancel_url = reverse("incidents:settings")
    valid = request.method == "POST" and form.is_valid()
    if valid and attempt(form, workflow.change_settings, actor=person, **form.chosen) is not None:
        messages.success(request, "Saved. Incidents that are open keep the times they were given.")
        return redirect("incidents:settings")
    return render(request, "incidents/settings/change_settings.html", {"form": form})
