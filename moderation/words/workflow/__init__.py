"""The verbs around an answer: its texts, a colleague's opinion, the lock on journalists, the paths (C2, H2–H4)."""

from moderation.words import messages as _messages  # noqa: F401  registers the words
from moderation.words import rules as _rules  # noqa: F401  registers the rules
from moderation.words.workflow.locking import let_answer, lock_again
from moderation.words.workflow.opinions import ask_opinion, give_opinion, withdraw_opinion
from moderation.words.workflow.parents import record_outcome, record_step
from moderation.words.workflow.pupils import correct_reference, refer_behaviour
from moderation.words.workflow.texts import add_template, change_template, restore_template, switch_template

__all__ = [
    "add_template",
    "ask_opinion",
    "change_template",
    "correct_reference",
    "give_opinion",
    "let_answer",
    "lock_again",
    "record_outcome",
    "record_step",
    "refer_behaviour",
    "restore_template",
    "switch_template",
    "withdraw_opinion",
]
