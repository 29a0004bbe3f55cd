"""The views of the queue that a person keeps."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import Account
from core.views import attempt, confirmed
from moderation.listing import workflow
from moderation.listing.forms import QueueFilter, SaveFilterForm
from moderation.models import SavedFilter, Tag
from people.current import signed_in
from people.models import User


def saved_filters(request: HttpRequest) -> HttpResponse:
    """All of them, to open, rename or remove."""
    return _listed(request, signed_in(request))


def _listed(
    request: HttpRequest, person: User, failed: SavedFilter | None = None, form: SaveFilterForm | None = None
) -> HttpResponse:
    rows = [
        (
            saved,
            form if saved == failed else SaveFilterForm(initial={"name": saved.name}, auto_id=f"name_{saved.pk}_%s"),
        )
        for saved in SavedFilter.objects.filter(person=person)
    ]
    return render(request, "moderation/listing/saved_filters.html", {"rows": rows, "failed": form})


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filters of an address under a name."""
    person = signed_in(request)
    query = _cleaned(request.POST.get("query", ""), person)
    form = SaveFilterForm(request.POST)
    back = f"{reverse('moderation:queue')}{'?' if query else ''}{query}"
    if form.is_valid():
        name = form.cleaned_data["name"]
        if attempt(form, workflow.save_filter, actor=person, name=name, query=query) is not None:
            messages.success(request, f"Saved. “{name}” stands above the list from now on.")
            return redirect(back)
    for reasons in form.errors.values():
        messages.error(request, " ".join(str(reason) for reason in reasons))
    return redirect(back)


def _cleaned(query: str, person: User) -> str:
    """Of `query` the filters that there are."""
    accounts = dict(Account.objects.visible_to(person).values_list("pk", "name"))
    tags = dict(Tag.objects.visible_to(person).values_list("pk", "name"))
    try:
        given = QueryDict(query)
    except ValueError:  # more parts than any address of ours has
        return ""
    return QueueFilter(given, accounts=accounts, tags=tags).as_query


@require_POST
def rename_filter(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request)
    saved = get_object_or_404(SavedFilter, pk=pk, person=person)
    form = SaveFilterForm(request.POST, auto_id=f"name_{saved.pk}_%s")
    if form.is_valid():
        name = form.cleaned_data["name"]
        if attempt(form, workflow.rename_filter, saved, actor=person, name=name) is not None:
            messages.success(request, "Renamed.")
            return redirect("moderation:saved_filters")
    return _listed(request, person, saved, form)


def remove_filter(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request)
    saved = get_object_or_404(SavedFilter, pk=pk, person=person)
    ask = {
        "title": f"Remove the view “{saved.name}”?",
        "text": "Only the name and its filters go. No comment changes.",
        "button": "Remove it",
    }
    remove = partial(workflow.remove_filter, saved, actor=person)
    return confirmed(request, remove, ask, done="Removed.", back=reverse("moderation:saved_filters"))
