"""Telling those who look at a comment that it is no longer what they see."""

from django.db.models import F

from moderation.models import Item


def changed(item: Item) -> None:
    """Note that `item` is no longer what somebody sees who is typing an answer to it. The caller holds its row.

    For every verb whose effect such a person must know: an answer posted, a removal, closed, edited, taken back.
    A verb that records `revision=item.revision` with its event afterwards does not stop its own doer.
    """
    Item.objects.filter(pk=item.pk).update(revision=F("revision") + 1)
    item.revision += 1
