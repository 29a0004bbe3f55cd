"""The pages of the queue."""

from moderation import handing_over as _handing_over  # noqa: F401  (registers what somebody has in hand)
from moderation import needs as _needs  # noqa: F401  (registers what Today and the accounts' pages show)
from moderation.views.answering import (
    acknowledge,
    answered_elsewhere,
    close_without_response,
    confirm_posted,
    draft_reply,
    drop_response,
)
from moderation.views.claiming import claim, jot, presence_of, release
from moderation.views.queue import add_item, definitions, lists, queue
from moderation.views.single import item
from moderation.views.undoing import undo

__all__ = [
    "acknowledge",
    "add_item",
    "answered_elsewhere",
    "claim",
    "close_without_response",
    "confirm_posted",
    "definitions",
    "draft_reply",
    "drop_response",
    "item",
    "jot",
    "lists",
    "presence_of",
    "queue",
    "release",
    "undo",
]
