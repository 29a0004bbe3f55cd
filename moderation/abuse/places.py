"""Where things are."""

from django.urls import reverse

from moderation.models import Item


def item_url(item: Item) -> str:
    return reverse("moderation:item", args=[item.pk])
