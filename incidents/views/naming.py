"""Who has a part in it."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core import rules
from core.views import confirmed
from incidents import case_page, workflow
from incidents.case_forms import NamePersonForm
from incidents.views.case_file import found_file, step
from people.models import User


def name_person(request: HttpRequest, ref: str) -> HttpResponse:
    """Record somebody's part; naming them as alleged or conflicted shuts them out at once, of a closed file too."""
    found, person = found_file(request, ref)
    if request.method == "POST":
        rules.require("incidents.shut_out", person, found)
    form = NamePersonForm(
        request.POST if request.method == "POST" else None,
        people=User.objects.active(),
        chosen=request.GET.get("part", ""),
        shuts_out=not found.is_open,
    )
    heading = "Add a person" if found.is_open else "Name somebody who must not see this file"
    return step(
        request, found, person, form, workflow.name_person, heading, "It is recorded.", "people", {"says_parts": True}
    )


def end_part(request: HttpRequest, ref: str, involvement_pk: int) -> HttpResponse:
    """Take a name off, after it was said what that changes."""
    found, person = found_file(request, ref)
    involvement = get_object_or_404(
        found.involvements.filter(ended_at=None).select_related("person"), pk=involvement_pk
    )
    back = reverse("incidents:incident", kwargs={"ref": ref}) + "#people"
    mine = involvement.person_id == person.pk
    ask = {
        "title": f"Take off {involvement.who}?",
        "points": case_page.what_ending_changes(involvement, person),
        "button": "Take the name off",
    }
    verb = partial(workflow.end_part, found, involvement, actor=person)
    done = "The name is off the file from now on. That it was there stays on record."
    return confirmed(request, verb, ask, done=done, back=back, then=reverse("incidents:list") if mine else back)
