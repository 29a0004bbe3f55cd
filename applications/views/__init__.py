"""The pages of the business case. Each view has the name of its URL and its template."""

from applications import needs as _needs  # noqa: F401  (registers what Today shows)
from applications import panels as _panels  # noqa: F401  (registers what an account's page shows)
from applications.views.deciding import decide, queue
from applications.views.reading import detail, index, revision
from applications.views.writing import amend, remind_runners, save_point, start, submit, withdraw, write

__all__ = [
    "amend",
    "decide",
    "detail",
    "index",
    "queue",
    "remind_runners",
    "revision",
    "save_point",
    "start",
    "submit",
    "withdraw",
    "write",
]
