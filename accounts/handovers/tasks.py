"""What the daily round does about handovers."""

from accounts.handovers import following as _following  # noqa: F401  (registers what follows a leaving date)
from accounts.handovers import workflow
from core.actors import DAILY
from core.registry import daily


@daily("handovers: open what is due to be opened")
def open_handovers() -> None:
    workflow.open_missed(actor=DAILY)
    workflow.cancel_where_ready(actor=DAILY)
    workflow.open_unready(actor=DAILY)


@daily("handovers: remind, and note what is overdue")
def remind_of_handovers() -> None:
    workflow.look_for_overdue(actor=DAILY)
    workflow.remind(actor=DAILY)
