"""The item that a page is about."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from moderation.models import Item
from people.current import signed_in
from people.models import User


def item_of(request: HttpRequest, pk: int) -> tuple[Item, User]:
    """The item and who asks for it; 404 for one on an account that the person does not see."""
    person = signed_in(request)
    items = Item.objects.visible_to(person).select_related("account", "author", "claimed_by")
    return get_object_or_404(items, pk=pk), person


def page_of(item: Item) -> str:
    return reverse("moderation:item", args=[item.pk])
