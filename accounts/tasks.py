"""What the daily round does about the register."""

from accounts import workflow
from core.actors import DAILY
from core.registry import daily


@daily("who is ready to run the live accounts")
def note_readiness() -> None:
    workflow.note_readiness(actor=DAILY)
