"""The pages of handovers: the list, one handover with its steps, the choice, the answer, the evidence (R3)."""

from accounts.handovers import following as _following  # noqa: F401  (registers what follows a leaving date)
from accounts.handovers import needs as _needs  # noqa: F401  (registers what Today, an account and a person show)
from accounts.handovers.views.answering import accept, decline
from accounts.handovers.views.deciding import choose, choose_again, open_handover
from accounts.handovers.views.doing import end_grants, pass_on_work, tick, untick
from accounts.handovers.views.ending import cancel, confirm, send_back, send_to_confirm
from accounts.handovers.views.reading import detail, evidence
from accounts.handovers.views.register import index, index_csv

__all__ = [
    "accept",
    "cancel",
    "choose",
    "choose_again",
    "confirm",
    "decline",
    "detail",
    "end_grants",
    "evidence",
    "index",
    "index_csv",
    "open_handover",
    "pass_on_work",
    "send_back",
    "send_to_confirm",
    "tick",
    "untick",
]
