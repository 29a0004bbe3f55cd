"""What the daily round does about the register."""

from accounts import workflow
from core.actors import DAILY
from core.registry import daily


@daily("who is ready to run the live accounts")
def note_readiness() -> None:
    workflow.note_readiness(actor=DAILY)


@daily("whether enough members of staff run the live accounts")
def note_few() -> None:
    workflow.note_few(actor=DAILY)


@daily("the yearly look at each account")
def remind_reviews() -> None:
    workflow.remind_reviews(actor=DAILY)


@daily("the accounts that have been closing for long")
def remind_of_closing() -> None:
    workflow.remind_of_closing(actor=DAILY)
