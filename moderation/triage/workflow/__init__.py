"""The verbs of triage: what a comment is, who wrote it, what became of it on the platform, and the word list (M3)."""

from moderation.triage.workflow.judging import judge_author, not_the_same
from moderation.triage.workflow.platform import note_edit, note_gone
from moderation.triage.workflow.surroundings import add_by_hand, set_links
from moderation.triage.workflow.triaging import Because, enter_lane, leave_lane, triage
from moderation.triage.workflow.word_list import add_term, switch_term

__all__ = [
    "Because",
    "add_by_hand",
    "add_term",
    "enter_lane",
    "judge_author",
    "leave_lane",
    "not_the_same",
    "note_edit",
    "note_gone",
    "set_links",
    "switch_term",
    "triage",
]
