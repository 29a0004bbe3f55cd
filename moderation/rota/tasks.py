"""What the daily round does about the rota."""

from core.actors import DAILY
from core.registry import daily
from moderation.rota import workflow


@daily("days of the rota that nobody has")
def warn_of_gaps() -> None:
    workflow.warn_of_gaps(actor=DAILY)


@daily("accounts that nobody looked at yesterday")
def warn_of_unchecked() -> None:
    workflow.warn_of_unchecked(actor=DAILY)
