"""Pages about the policy: read it, acknowledge it, write it, and see who has."""

from policy import needs as _needs  # noqa: F401  (registers what waits)
from policy import panels as _panels  # noqa: F401  (registers a card on a person's page)
from policy.views.declaring import declare
from policy.views.readiness import readiness, readiness_download, remind, remind_person
from policy.views.reading import acknowledge, index, read
from policy.views.receipts import declaration, declaration_paper, mine, receipt, receipt_paper
from policy.views.training import strike_training, training
from policy.views.versions import compare, version, version_paper
from policy.views.writing import discard_draft, draft, publish, review

__all__ = [
    "acknowledge",
    "compare",
    "declaration",
    "declaration_paper",
    "declare",
    "discard_draft",
    "draft",
    "index",
    "mine",
    "publish",
    "read",
    "readiness",
    "readiness_download",
    "receipt",
    "receipt_paper",
    "remind",
    "remind_person",
    "review",
    "strike_training",
    "training",
    "version",
    "version_paper",
]
