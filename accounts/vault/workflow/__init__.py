"""The verbs of the vault. Each is on the record before anything is shown (R2, R3, X2)."""

from accounts.vault.workflow.breaking_glass import break_glass
from accounts.vault.workflow.codes import current_code, reveal_next_code, use_recovery_code
from accounts.vault.workflow.compromise import report_compromise
from accounts.vault.workflow.granting import close_ended, end_grant, grant, grant_many
from accounts.vault.workflow.lending import lend
from accounts.vault.workflow.retiring import retire, retire_all
from accounts.vault.workflow.revealing import record_copy, reveal, reveal_pending
from accounts.vault.workflow.rotating import begin_rotation, cancel_rotation, finish_rotation, rotate
from accounts.vault.workflow.storing import make, store

__all__ = [
    "begin_rotation",
    "break_glass",
    "cancel_rotation",
    "close_ended",
    "current_code",
    "end_grant",
    "finish_rotation",
    "grant",
    "grant_many",
    "lend",
    "make",
    "record_copy",
    "report_compromise",
    "retire",
    "retire_all",
    "reveal",
    "reveal_next_code",
    "reveal_pending",
    "rotate",
    "store",
    "use_recovery_code",
]
