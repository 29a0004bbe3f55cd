"""The verbs of the vault: store, reveal, copy, rotate. Each is on the record before anything is shown (R2, X2)."""

from accounts.vault.workflow.revealing import record_copy, reveal, reveal_pending
from accounts.vault.workflow.rotating import begin_rotation, cancel_rotation, finish_rotation, rotate
from accounts.vault.workflow.storing import store

__all__ = [
    "begin_rotation",
    "cancel_rotation",
    "finish_rotation",
    "record_copy",
    "reveal",
    "reveal_pending",
    "rotate",
    "store",
]
