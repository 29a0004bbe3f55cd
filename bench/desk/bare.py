"""The least that can answer with the same rows: views without filters, counts, cards or forms, behind the same door.

They are asked with the same client as the portal's own pages, signed in, so both pass the same middleware.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from accounts.models import Account
from core import clock
from moderation import selectors
from moderation.around import around
from moderation.models import Item
from moderation.views.queue import _groups
from moderation.views.single import SHOWN_WITH
from people.current import signed_in
from stjudes_portal.urls import urlpatterns as portal

handler400, handler403 = "stjudes_portal.views.bad_request", "stjudes_portal.views.permission_denied"
handler404, handler500 = "stjudes_portal.views.page_not_found", "stjudes_portal.views.server_error"


def queue(request: HttpRequest) -> HttpResponse:
    """The first 50 rows by one query, drawn by the template of the queue's rows."""
    now = clock.now()
    rows = selectors.in_state(Item.objects.all(), "waiting", now).order_by(*selectors.WAITING_ORDER)
    accounts = dict(Account.objects.values_list("pk", "name"))
    groups = _groups(list(rows[: selectors.PER_PAGE]), "waiting", accounts, signed_in(request), now, "")
    return render(request, "moderation/_list.html", {"groups": groups, "state": "waiting", "page": ()})


def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment with its thread, its author's others and its history, the first rows of the queue beside it."""
    found = Item.objects.select_related(*SHOWN_WITH).get(pk=pk)
    now = clock.now()
    rows = selectors.in_state(Item.objects.all(), "waiting", now).order_by(*selectors.WAITING_ORDER)
    accounts = dict(Account.objects.values_list("pk", "name"))
    groups = _groups(list(rows[: selectors.PER_PAGE]), "waiting", accounts, signed_in(request), now, "")
    near = around(found)
    context = {"item": found, "around": near, "groups": groups, "state": "waiting", "page": ()}
    return render(request, "moderation/item.html", context)


urlpatterns = [*portal, path("bare/queue/", queue), path("bare/item/<int:pk>/", item)]
