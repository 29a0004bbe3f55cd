"""The pages of removals, evidence, appeals and blocks."""

from moderation.abuse import cards as _cards  # noqa: F401  (registers what an item's page shows)
from moderation.abuse import needs as _needs  # noqa: F401  (registers what waits)
from moderation.abuse.views.appeals import decide_appeal, record_appeal
from moderation.abuse.views.bans import bans, keep_ban, lift_ban
from moderation.abuse.views.evidence import check_evidence, evidence, screenshot
from moderation.abuse.views.linking import clear_link_only, mark_link_only, withheld
from moderation.abuse.views.removing import confirm_done, drop_removal, explain_now, hold_back, remove

__all__ = [
    "bans",
    "check_evidence",
    "clear_link_only",
    "confirm_done",
    "decide_appeal",
    "drop_removal",
    "evidence",
    "explain_now",
    "hold_back",
    "keep_ban",
    "lift_ban",
    "mark_link_only",
    "record_appeal",
    "remove",
    "screenshot",
    "withheld",
]
