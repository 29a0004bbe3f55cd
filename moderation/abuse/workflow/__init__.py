"""The verbs of removals: keep it, then hide, delete, block or report; appeals; blocked people (H1)."""

from moderation.abuse import messages as _messages  # noqa: F401  registers the words
from moderation.abuse import rules as _rules  # noqa: F401  registers the rules
from moderation.abuse.workflow.appeals import decide_appeal, record_appeal
from moderation.abuse.workflow.bans import keep_ban, lift_ban, remind_bans
from moderation.abuse.workflow.keeping import capture, check_evidence, look_at_screenshot
from moderation.abuse.workflow.linking import clear_link_only, mark_link_only, read_withheld
from moderation.abuse.workflow.removing import (
    VERBS,
    block,
    confirm_done,
    delete,
    drop_removal,
    explain_now,
    hide,
    hold_back,
    report,
)

__all__ = [
    "VERBS",
    "block",
    "capture",
    "check_evidence",
    "clear_link_only",
    "confirm_done",
    "decide_appeal",
    "delete",
    "drop_removal",
    "explain_now",
    "hide",
    "hold_back",
    "keep_ban",
    "lift_ban",
    "look_at_screenshot",
    "mark_link_only",
    "read_withheld",
    "record_appeal",
    "remind_bans",
    "report",
]
