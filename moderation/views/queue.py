"""The list of what waits, adding to it by hand, and what "in time" means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import Account
from core import clock
from core.pagination import KeysetPaginator
from core.views import attempt
from moderation import definitions as reading
from moderation import selectors
from moderation.claims import holder
from moderation.clock_rules import school_clock
from moderation.forms import AddItemForm
from moderation.listing.forms import QueueFilter
from moderation.listing.selectors import Doing
from moderation.listing.several import UNDONE, offers
from moderation.models import Item, ItemQuerySet, SavedFilter, Tag, desk
from moderation.places import places
from moderation.triage.workflow import add_by_hand
from people.current import signed_in
from people.models import User

# What belongs to the page of one comment, or to the moment after something was done, and not to the list.
NO_FILTERS = ("open", "do", "did", "template")


@dataclass(frozen=True)
class Chip:
    """One of the states to choose from, with how many stand in it."""

    state: str
    label: str
    count: str
    url: str
    chosen: bool


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    rows: list[Item]


def queue(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, most urgent first. A poll gets the list alone."""
    person = signed_in(request)
    alone = request.headers.get("HX-Target") == "queue-list"
    context = list_context(request, person, alone=alone)
    if alone:
        answer = render(request, "moderation/_list.html", context)
        answer["X-Queue-List"] = "yes"  # what tells it from the page that asks to sign in again
        return answer
    did = request.GET.get("did", "")
    if did in UNDONE:
        context["undo"] = {"did": did, "number": len(offers(person, Doing(did)))}
    return render(request, "moderation/queue.html", context)


def list_context(
    request: HttpRequest, person: User, open_pk: int | None = None, *, alone: bool = False
) -> dict[str, Any]:
    """The list by the filters in the address, as the queue and the page of one comment both show it.

    `alone`: without what stands above the list.
    """
    if open_pk is None and (asked := request.GET.get("open", "")).isdecimal() and len(asked) < 19:
        open_pk = int(asked)
    now = clock.now()
    accounts = dict(Account.objects.visible_to(person).order_by("name").values_list("pk", "name"))
    tags = dict(Tag.objects.visible_to(person).values_list("pk", "name"))
    filters = QueueFilter(request.GET or None, accounts=accounts, tags=tags)
    chosen = dict(filters.chosen)
    state = chosen.pop("state", "") or "waiting"
    items = selectors.filtered(selectors.seen_on(accounts, person), person, chosen, now)
    rows = selectors.in_state(items, state, now)
    page = KeysetPaginator(rows, selectors.order_of(state), selectors.PER_PAGE).page(request.GET.get("cursor"))
    query = filters_of(request)
    context = {
        "filtered": bool(chosen),
        "words": chosen.get("q", ""),
        "state": state,
        "page": page,
        "groups": _groups(page, state, accounts, person, now, f"?{query}" if query else ""),
        "open_pk": open_pk,
        "query": query,
        "queue_url": reverse("moderation:queue"),
        "everywhere_url": _url(chosen, "all"),
    }
    if not alone:
        context |= _above(filters, chosen, state, items, person, now)
    return context


def _groups(
    page: Iterable[Item], state: str, accounts: Mapping[int, str], person: User, now: datetime, query: str
) -> list[Group]:
    """The rows under their titles, what is pressing first, each with what the template says of it."""
    tomorrow, url = selectors.end_of_today(now), reverse("moderation:queue")
    groups: dict[str, Group] = {}
    for row in page:
        name = state if row.rank is None or state == "all" else selectors.group_of(row, now, tomorrow)
        if name not in groups:
            groups[name] = Group(name, selectors.GROUPS.get(name, selectors.STATES.get(name, "")), [])
        # The page takes these from the row, ready to print; nothing of it is stored.
        row.number = str(row.pk)  # type: ignore[attr-defined]
        row.url = f"{url}{row.pk}/{query}"  # type: ignore[attr-defined]
        row.where = accounts.get(row.account_id, "")  # type: ignore[attr-defined]
        row.on_it = said_of(person, holder(row, now)) if row.is_waiting else ""  # type: ignore[attr-defined]
        groups[name].rows.append(row)
    # What is both pressing and late stands with the late ones, and comes before all else in the stored order.
    return [groups.pop(name) for name in selectors.GROUPS if name in groups] + list(groups.values())


def said_of(person: User, has: User | None) -> str:
    """Who is on it, as `person` reads it."""
    if has is None:
        return ""
    return "You have it" if has.pk == person.pk else f"{has.full_name} has it"


def _above(
    filters: QueueFilter, chosen: dict[str, Any], state: str, items: ItemQuerySet, person: User, now: datetime
) -> dict[str, Any]:
    """The states, the filters and the views that the person saved."""
    numbers = selectors.counts(items, now, narrowed=bool(chosen.keys() - {"account"}))
    saved = list(SavedFilter.objects.filter(person=person))
    here = filters.as_query
    return {
        "filters": filters,
        "here": here,
        "chosen_number": len(chosen.keys() - {"q"}),
        "chips": [
            Chip(
                name,
                label,
                selectors.said(numbers[name]) if name in numbers else "",
                _url(chosen, name),
                name == state,
            )
            for name, label in selectors.STATES.items()
            if name == state or name not in selectors.SELDOM or numbers[name]
        ],
        "saved": saved,
        "is_saved": any(one.query == here for one in saved),
    }


def _url(chosen: Mapping[str, Any], state: str) -> str:
    """The list with these filters, in another state, from its first page."""
    query = {name: value for name, value in chosen.items() if value is not None}
    return reverse("moderation:queue", query=query | ({} if state == "waiting" else {"state": state}))


def filters_of(request: HttpRequest) -> str:
    """The filters of the list, without what belongs to one comment's page."""
    query = request.GET.copy()
    for name in NO_FILTERS:
        query.pop(name, None)
    return query.urlencode()


def lists(request: HttpRequest) -> HttpResponse:
    """Every page about comments beside the queue."""
    return render(request, "moderation/lists.html", {"places": places(signed_in(request))})


def add_item(request: HttpRequest) -> HttpResponse:
    """One comment, by hand."""
    person = signed_in(request)
    accounts = Account.objects.visible_to(person).order_by("name")
    form = AddItemForm(request.POST or None, accounts=accounts, initial={"account": request.GET.get("account")})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        added = attempt(form, add_by_hand, values.pop("account"), actor=person, **values)
        if added is not None:
            messages.success(request, "The comment is in the queue.")
            return redirect("moderation:item", pk=added.pk)
    return render(request, "moderation/add_item.html", {"form": form})


def definitions(request: HttpRequest) -> HttpResponse:
    """How the time for an answer is counted, and which readings of the policy hold."""
    school = school_clock()
    today = clock.now().astimezone(school.zone).date()
    return render(request, "moderation/definitions.html", {"definitions": reading.definitions(school, today, desk())})
