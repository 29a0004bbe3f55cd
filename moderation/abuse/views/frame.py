"""What the pages of one item's removal begin and end with."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect

from moderation.abuse.places import item_url
from moderation.models import Evidence, Item, Response
from moderation.states import ResponseKind
from people.current import signed_in
from people.models import User


def item_of(request: HttpRequest, pk: int) -> tuple[Item, User]:
    """The item and who asks for it; 404 for one on an account that the person does not see."""
    person = signed_in(request)
    items = Item.objects.visible_to(person).select_related("account", "author", "claimed_by")
    return get_object_or_404(items, pk=pk), person


def removal_of(request: HttpRequest, pk: int, response_pk: int) -> tuple[Response, User]:
    item, person = item_of(request, pk)
    rows = Response.objects.filter(kind=ResponseKind.REMOVAL).select_related("written_by")
    response = get_object_or_404(rows, pk=response_pk, item=item)
    response.item = item
    return response, person


def evidence_of(request: HttpRequest, pk: int, evidence_pk: int) -> tuple[Evidence, User]:
    person = signed_in(request)
    rows = Evidence.objects.visible_to(person).select_related("item__account", "captured_by", "response")
    return get_object_or_404(rows, pk=evidence_pk, item=pk), person


def back(request: HttpRequest, item: Item, at: str = "") -> HttpResponseRedirect:
    """The item's page, with the filters of the list beside it; `at` is a place on it."""
    query = request.GET.copy()
    for name in ("open", "do", "action", "house_rule"):
        query.pop(name, None)
    url = f"{item_url(item)}?{query.urlencode()}" if query else item_url(item)
    return redirect(f"{url}#{at}" if at else url)


def with_query(url: str, **values: str) -> str:
    return f"{url}?{urlencode(values)}"
