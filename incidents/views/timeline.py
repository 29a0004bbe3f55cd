"""What is written in the file, and put right in it."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from incidents import workflow
from incidents.case_forms import CorrectForm, EntryForm
from incidents.opened import names_by_part
from incidents.states import EntryKind
from incidents.views.case_file import found_file, step


def add_entry(request: HttpRequest, ref: str) -> HttpResponse:
    found, person = found_file(request, ref)
    form = EntryForm(request.POST if request.method == "POST" else None, readers=names_by_part(found))
    return step(request, found, person, form, workflow.add_entry, "Add to the file", "Added to the file.", "timeline")


def correct_entry(request: HttpRequest, ref: str, entry_pk: int) -> HttpResponse:
    """A mistake is put right by another line; both stay."""
    found, person = found_file(request, ref)
    entry = get_object_or_404(
        found.entries.exclude(kind=EntryKind.STATE).filter(corrections=None).select_related("by"), pk=entry_pk
    )
    form = CorrectForm(request.POST if request.method == "POST" else None, entry=entry)

    verb = partial(workflow.correct_entry, entry=entry)
    heading, done = "Put a line of the file right", "It is put right. Both lines are in the file."
    return step(request, found, person, form, verb, heading, done, "timeline", {"entry": entry})
