"""The record of pictures that were deleted at once (C6)."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import rules
from core.pagination import KeysetPaginator
from core.views import attempt
from incidents.deleted_pictures import needs as _needs  # noqa: F401  (registers what waits)
from incidents.deleted_pictures import selectors, workflow
from incidents.deleted_pictures.forms import DeletedPictureForm
from incidents.deleted_pictures.rules import LOOKS
from incidents.models import DeletedPicture
from incidents.states import Category
from incidents.views.reporting import write_report
from people.current import signed_in


def deleted_pictures(request: HttpRequest) -> HttpResponse:
    """SLT and the safeguarding leads see all of them, everybody else their own."""
    person = signed_in(request)
    page = KeysetPaginator(selectors.pictures(person), ("-recorded_at", "-pk")).page(request.GET.get("cursor"))
    known = selectors.incidents_of(list(page), person)
    context = {
        "page": page,
        "rows": [
            (picture, known.get(picture.pk), rules.ask("incidents.mark_picture_seen", person, picture))
            for picture in page
        ],
        "looks": rules.is_one_of(person, *LOOKS),
    }
    return render(request, "incidents/deleted_pictures/deleted_pictures.html", context)


def record_deleted_picture(request: HttpRequest) -> HttpResponse:
    person = signed_in(request)
    form = DeletedPictureForm(request.POST if request.method == "POST" else None)
    form.cancel_url = reverse("incidents:deleted_pictures")
    if request.method == "POST" and form.is_valid():
        made = attempt(form, workflow.record_deleted_picture, actor=person, **form.cleaned_data)
        if made is not None:
            messages.success(
                request, "It is on record. SLT and the safeguarding leads have been told, without details."
            )
            return redirect("incidents:deleted_pictures")
    return render(request, "incidents/deleted_pictures/record_deleted_picture.html", {"form": form})


@require_POST
def mark_picture_seen(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request)
    picture = get_object_or_404(DeletedPicture.objects.visible_to(person), pk=pk)
    if attempt(request, workflow.mark_picture_seen, picture, actor=person) is not None:
        messages.success(request, "Marked as seen.")
    return redirect("incidents:deleted_pictures")


def report_deleted_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a report, with what is known filled in. The words of the record stay where they are."""
    person = signed_in(request)
    picture = get_object_or_404(DeletedPicture.objects.visible_to(person), pk=pk)
    verb = partial(workflow.report_deleted_picture, picture)
    context = {"picture": picture}
    return write_report(request, verb, f"picture:{pk}", category=Category.IMAGE, context=context, words_only=True)
