"""The verbs of this room: bring comments in, take them on, answer them, close them."""

from moderation import messages as _messages  # noqa: F401  registers the words
from moderation import rules as _rules  # noqa: F401  registers the rules
from moderation.workflow.adding import AddResult, NewItem, add_chunk, add_item, add_many
from moderation.workflow.answering import (
    acknowledge,
    confirm_posted,
    draft_reply,
    drop_response,
)
from moderation.workflow.closing import close_without_response
from moderation.workflow.elsewhere import answered_elsewhere
from moderation.workflow.holding import claim, pass_on, release
from moderation.workflow.taking import Overtaken, in_hand
from moderation.workflow.undoing import undo

__all__ = [
    "AddResult",
    "NewItem",
    "Overtaken",
    "acknowledge",
    "add_chunk",
    "add_item",
    "add_many",
    "answered_elsewhere",
    "claim",
    "close_without_response",
    "confirm_posted",
    "draft_reply",
    "drop_response",
    "in_hand",
    "pass_on",
    "release",
    "undo",
]
