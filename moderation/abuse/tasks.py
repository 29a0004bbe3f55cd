"""What the daily round does about blocks."""

from core.actors import DAILY
from core.registry import daily
from moderation.abuse import workflow


@daily("blocks to look at again")
def remind_bans() -> None:
    workflow.remind_bans(actor=DAILY)
