"""The list of what waits, adding to it by hand, and what "in time" means."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import Account
from core import clock
from core.pagination import KeysetPaginator
from core.views import attempt
from moderation import definitions as reading
from moderation import selectors, workflow
from moderation.clock_rules import school_clock
from moderation.forms import AddItemForm, QueueFilter
from moderation.models import Item
from people.current import signed_in
from people.models import User

PER_PAGE = 25


@dataclass(frozen=True)
class Chip:
    """One of the states to choose from, with how many stand in it."""

    state: str
    label: str
    count: int | None
    chosen: bool


def queue(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, most urgent first. A poll gets the list alone."""
    context = list_context(request, signed_in(request))
    template = "moderation/_list.html" if request.headers.get("HX-Target") == "queue-list" else "moderation/queue.html"
    return render(request, template, context)


def list_context(request: HttpRequest, person: User, open_pk: int | None = None) -> dict[str, Any]:
    """The list by the filters in the address, as the queue and the page of one comment both show it."""
    if open_pk is None and (asked := request.GET.get("open", "")).isdecimal():
        open_pk = int(asked)
    filters = QueueFilter(request.GET or None, accounts=Account.objects.visible_to(person).order_by("name"))
    chosen = filters.chosen
    state = chosen.pop("state", "") or "waiting"
    now = clock.now()
    items = selectors.filtered(person, chosen)
    order = selectors.FINISHED_ORDER if state == "finished" else selectors.WAITING_ORDER
    page = KeysetPaginator(selectors.in_state(items, state, now), order, PER_PAGE).page(request.GET.get("cursor"))
    numbers = selectors.counts(items, now)
    groups: dict[int, list[Item]] = {}
    for row in page:
        groups.setdefault(-1 if state == "finished" else getattr(row, "group", selectors.BEFORE), []).append(row)
    return {
        "filters": filters,
        "filtered": bool(chosen),
        "state": state,
        "page": page,
        "groups": [(selectors.GROUPS.get(rank, "Finished"), rank, rows) for rank, rows in groups.items()],
        "chips": [
            Chip(name, label, numbers.get(name), name == state)
            for name, label in selectors.STATES.items()
            if name == state or name not in selectors.SELDOM or numbers[name]
        ],
        "open_pk": open_pk,
        "query": filters_of(request),
    }


def filters_of(request: HttpRequest) -> str:
    """The filters of the list, without what belongs to one comment's page."""
    query = request.GET.copy()
    for name in ("open", "do"):
        query.pop(name, None)
    return query.urlencode()


def add_item(request: HttpRequest) -> HttpResponse:
    """One comment, by hand."""
    person = signed_in(request)
    accounts = Account.objects.visible_to(person).order_by("name")
    form = AddItemForm(request.POST or None, accounts=accounts, initial={"account": request.GET.get("account")})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        added = attempt(form, workflow.add_item, values.pop("account"), actor=person, **values)
        if added is not None:
            messages.success(request, "The comment is in the queue.")
            return redirect("moderation:item", pk=added.pk)
    return render(request, "moderation/add_item.html", {"form": form})


def definitions(request: HttpRequest) -> HttpResponse:
    """How the time for an answer is counted, and which readings of the policy hold."""
    school = school_clock()
    today = clock.now().astimezone(school.zone).date()
    return render(request, "moderation/definitions.html", {"definitions": reading.definitions(school, today)})
