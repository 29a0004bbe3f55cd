"""The pages of the vault. Only those in `secret` ever hold a secret, and none of those is kept by a browser."""

from accounts.vault import following as _following  # noqa: F401  (registers what follows when somebody leaves)
from accounts.vault import key_needs as _key_needs  # noqa: F401  (registers what Today shows of the key)
from accounts.vault import needs as _needs  # noqa: F401  (registers what Today shows)
from accounts.vault import panels as _panels  # noqa: F401  (registers the card on a person's page)
from accounts.vault.views.codes import current_code, recovery_codes, use_recovery_code
from accounts.vault.views.duties import to_change
from accounts.vault.views.grants import end_grant, grant, grants
from accounts.vault.views.keys import key, key_sheet
from accounts.vault.views.lists import detail, index, of_account
from accounts.vault.views.opening import break_glass
from accounts.vault.views.people import mine, mine_csv, person, person_csv
from accounts.vault.views.rotation import cancel_rotation, finish_rotation, rotate, show_pending
from accounts.vault.views.secret import record_copy, reveal
from accounts.vault.views.storing import retire, store

__all__ = [
    "break_glass",
    "cancel_rotation",
    "current_code",
    "detail",
    "end_grant",
    "finish_rotation",
    "grant",
    "grants",
    "index",
    "key",
    "key_sheet",
    "mine",
    "mine_csv",
    "of_account",
    "person",
    "person_csv",
    "record_copy",
    "recovery_codes",
    "retire",
    "reveal",
    "rotate",
    "show_pending",
    "store",
    "to_change",
    "use_recovery_code",
]
