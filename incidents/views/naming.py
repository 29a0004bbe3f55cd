"""Who has a part in it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from core.views import attempt
from incidents import workflow
from incidents.forms import (
    NamePersonForm,
)
from incidents.models import Involvement
from incidents.views.case_file import found_file, step
from people.models import User


def name_person(request: HttpRequest, ref: str) -> HttpResponse:
    """Record somebody's part; naming them as alleged or conflicted shuts them out at once."""
    found, person = found_file(request, ref)
    form = NamePersonForm(request.POST or None, people=User.objects.active())
    return step(request, found, person, form, workflow.name_person, "Record somebody's part", "It is recorded.")


@require_POST
def end_part(request: HttpRequest, ref: str, involvement_pk: int) -> HttpResponse:
    found, person = found_file(request, ref)
    involvement = get_object_or_404(Involvement, pk=involvement_pk, incident=found)
    if attempt(request, workflow.end_part, found, involvement, actor=person) is not None:
        messages.success(request, "The name is off the file from now on. That it was there stays on record.")
    return redirect("incidents:incident", ref=ref)
