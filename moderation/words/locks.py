"""Telling SLT that a journalist's comment waits for them. No verb: part of those by which it comes to that (H4)."""

from collections.abc import Iterable

from django.urls import reverse

from moderation.models import Item
from moderation.words import messages as _messages  # noqa: F401  registers the words
from notifications import workflow as notifications
from people.models import Role, User


def tell_locked(items: Iterable[Item]) -> int:
    """Tell SLT of these, in one message about the one that is due first; Today counts them all.

    Those that are finished or not locked are left out, and nobody is told of the same one twice. Returns how many
    people were told.
    """
    first = min(
        (item for item in items if item.is_waiting and item.is_locked), key=lambda one: one.due_at, default=None
    )
    if first is None:
        return 0
    return notifications.tell(
        User.objects.holding(Role.SLT),
        "moderation.locked",
        event=f"item:{first.pk}:locked",
        url=reverse("moderation:item", args=[first.pk]),
        about=first,
        account=first.account.name,
    )


def tell_new(pks: Iterable[int]) -> int:
    """As `tell_locked`, for comments by their ids."""
    return tell_locked(Item.objects.filter(pk__in=list(pks)).select_related("account", "author"))
