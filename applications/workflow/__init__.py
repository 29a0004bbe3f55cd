"""The verbs of the business case: from the first draft to SLT's decision. Rows A1 to A4."""

from applications import messages as _messages  # noqa: F401  (registers the messages)
from applications import rules as _rules  # noqa: F401  (registers the rules)
from applications.workflow.deciding import approve, reject, return_for_changes
from applications.workflow.drafting import save_point, start
from applications.workflow.reminding import remind_runners
from applications.workflow.submitting import amend, submit, withdraw
from applications.workflow.waiting import hold, release

__all__ = [
    "amend",
    "approve",
    "hold",
    "reject",
    "release",
    "remind_runners",
    "return_for_changes",
    "save_point",
    "start",
    "submit",
    "withdraw",
]
