"""Pages about the policy: read it, acknowledge it, write it, and see who has."""

from policy import needs as _needs  # noqa: F401  (registers what waits)
from policy.views.readiness import readiness, remind
from policy.views.reading import acknowledge, index, read, version
from policy.views.training import strike_training, training
from policy.views.writing import discard_draft, draft, publish

__all__ = [
    "acknowledge",
    "discard_draft",
    "draft",
    "index",
    "publish",
    "read",
    "readiness",
    "remind",
    "strike_training",
    "training",
    "version",
]
