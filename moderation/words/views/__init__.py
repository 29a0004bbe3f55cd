"""The pages around an answer."""

from moderation.words import cards as _cards  # noqa: F401  registers what stands on the page of an item
from moderation.words import needs as _needs  # noqa: F401  registers what Today shows
from moderation.words.views.asking import ask_opinion, opinion, withdraw_opinion
from moderation.words.views.locking import let_answer, lock_again
from moderation.words.views.paths import behaviour, parent_outcome, parent_path, parents
from moderation.words.views.texts import add_template, restore_template, switch_template, template, templates

__all__ = [
    "add_template",
    "ask_opinion",
    "behaviour",
    "let_answer",
    "lock_again",
    "opinion",
    "parent_outcome",
    "parent_path",
    "parents",
    "restore_template",
    "switch_template",
    "template",
    "templates",
    "withdraw_opinion",
]
