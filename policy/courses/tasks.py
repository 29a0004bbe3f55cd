"""What the daily round does for training."""

from core.actors import DAILY
from core.registry import daily
from policy.courses import workflow


@daily("training that runs out")
def training_that_runs_out() -> None:
    workflow.remind_expiring(actor=DAILY)
