"""The verbs of the policy: draft, publish, acknowledge, train. Rows P1, P2, P3."""

from policy import messages as _messages  # noqa: F401  (registers the messages)
from policy import rules as _rules  # noqa: F401  (registers the rules)
from policy.workflow.acknowledging import acknowledge, remind
from policy.workflow.training import record_training, strike_training
from policy.workflow.versions import discard_draft, publish, save_draft

__all__ = [
    "acknowledge",
    "discard_draft",
    "publish",
    "record_training",
    "remind",
    "save_draft",
    "strike_training",
]
