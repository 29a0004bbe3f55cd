"""What the daily round does about personal accounts."""

from accounts.personal import workflow
from core.actors import DAILY
from core.registry import daily


@daily("personal accounts that are to be checked")
def remind() -> None:
    workflow.remind(actor=DAILY)
