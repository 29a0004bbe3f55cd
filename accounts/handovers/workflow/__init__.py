"""The verbs of a handover: opened, decided, its steps done, confirmed by a second person (R3)."""

from accounts.handovers import messages as _messages  # noqa: F401  (registers the messages)
from accounts.handovers import rules as _rules  # noqa: F401  (registers the rules)
from accounts.handovers.workflow.choosing import accept, choose, choose_again, decline
from accounts.handovers.workflow.chores import cancel_where_ready, look_for_overdue, open_missed, open_unready, remind
from accounts.handovers.workflow.doing import end_grants, pass_on_work, tick, untick
from accounts.handovers.workflow.ending import cancel, confirm, send_back, send_to_confirm
from accounts.handovers.workflow.opening import move_due_day, open_handover
from accounts.handovers.workflow.settling import settle, would_hand_over

__all__ = [
    "accept",
    "cancel",
    "cancel_where_ready",
    "choose",
    "choose_again",
    "confirm",
    "decline",
    "end_grants",
    "look_for_overdue",
    "move_due_day",
    "open_handover",
    "open_missed",
    "open_unready",
    "pass_on_work",
    "remind",
    "send_back",
    "send_to_confirm",
    "settle",
    "tick",
    "untick",
    "would_hand_over",
]
