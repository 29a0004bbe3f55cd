"""The verbs of the policy: draft, publish, review, acknowledge, declare, train. Rows P1, P2, P3, P7."""

from policy import messages as _messages  # noqa: F401  (registers the messages)
from policy import rules as _rules  # noqa: F401  (registers the rules)
from policy.workflow.acknowledging import acknowledge, remind
from policy.workflow.declaring import declare, remind_declarations
from policy.workflow.reviewing import confirm_review, remind_review
from policy.workflow.training import complete_course, record_attendance, record_training, strike_training
from policy.workflow.versions import discard_draft, publish, save_draft

__all__ = [
    "acknowledge",
    "complete_course",
    "confirm_review",
    "declare",
    "discard_draft",
    "publish",
    "record_attendance",
    "record_training",
    "remind",
    "remind_declarations",
    "remind_review",
    "save_draft",
    "strike_training",
]
