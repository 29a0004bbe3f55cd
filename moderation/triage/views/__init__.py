"""The pages of triage."""

from moderation.triage import cards as _cards  # noqa: F401  (registers what the page of one comment shows)
from moderation.triage.views.authors import author, authors, judge_author, not_the_same
from moderation.triage.views.item import enter_lane, leave_lane, note_edit, note_gone, set_links, triage
from moderation.triage.views.word_list import add_term, switch_term, try_text, word_list

__all__ = [
    "add_term",
    "author",
    "authors",
    "enter_lane",
    "judge_author",
    "leave_lane",
    "not_the_same",
    "note_edit",
    "note_gone",
    "set_links",
    "switch_term",
    "triage",
    "try_text",
    "word_list",
]
