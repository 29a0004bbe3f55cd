"""The pages of the vault. Only those in `secret` ever hold a secret, and none of those is kept by a browser."""

from accounts.vault import needs as _needs  # noqa: F401  (registers what Today shows)
from accounts.vault.views.lists import detail, index, of_account
from accounts.vault.views.rotation import cancel_rotation, finish_rotation, rotate, show_pending
from accounts.vault.views.secret import record_copy, reveal, store

__all__ = [
    "cancel_rotation",
    "detail",
    "finish_rotation",
    "index",
    "of_account",
    "record_copy",
    "reveal",
    "rotate",
    "show_pending",
    "store",
]
