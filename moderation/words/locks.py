"""A journalist's comment waits for SLT: locking it again, and telling them. Part of other verbs (H4)."""

from collections.abc import Iterable

from django.urls import reverse

from core import clock
from moderation.models import Item, Release
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


def lock_changed(item: Item, by: User | None) -> bool:
    """Lock a released comment again because its words are others now: SLT let those be answered that it read.

    The caller holds the row. False where it was not released, or is finished.
    """
    if item.author is None or not item.author.is_journalist or item.released_at is None or not item.is_waiting:
        return False
    Release.objects.filter(item=item, ended_at=None).update(ended_at=clock.now(), ended_by=by)
    item.released_at, item.released_by = None, None
    item.save(update_fields=["released_at", "released_by"])
    notifications.tell(
        User.objects.holding(Role.SLT),
        "moderation.locked",
        event=f"item:{item.pk}:locked:{item.revision}",
        url=reverse("moderation:item", args=[item.pk]),
        about=item,
        account=item.account.name,
    )
    return True
