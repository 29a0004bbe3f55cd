"""What falls due with a date: the review of the policy (P1) and the yearly declarations (P7)."""

from core.actors import DAILY
from core.registry import daily
from policy import workflow


@daily("review of the policy")
def remind_review() -> None:
    workflow.remind_review(actor=DAILY)


@daily("yearly declarations")
def remind_declarations() -> None:
    workflow.remind_declarations(actor=DAILY)
