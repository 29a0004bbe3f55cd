"""The pages of the queue."""

from moderation import handing_over as _handing_over  # noqa: F401  (registers what somebody has in hand)
from moderation import needs as _needs  # noqa: F401  (registers what Today and the accounts' pages show)
from moderation.views.answering import (
    acknowledge,
    close_without_response,
    confirm_posted,
    draft_reply,
    drop_response,
    remove_with_explanation,
)
from moderation.views.queue import add_item, definitions, queue
from moderation.views.single import claim, item, release

__all__ = [
    "acknowledge",
    "add_item",
    "claim",
    "close_without_response",
    "confirm_posted",
    "definitions",
    "draft_reply",
    "drop_response",
    "item",
    "queue",
    "release",
    "remove_with_explanation",
]
