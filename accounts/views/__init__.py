"""The register's pages, and the list of those who run a live account and are not ready to."""

from accounts import guidance as _guidance  # noqa: F401  (registers the card that leads to the guidance)
from accounts import needs as _needs  # noqa: F401  (registers what Today and a person's page show)
from accounts.life import needs as _life_needs  # noqa: F401  (registers what of an account's life waits for somebody)
from accounts.views.closing import close_account
from accounts.views.provisioning import finish_provisioning, provision, record_address, tick_step, untick_step
from accounts.views.readiness import readiness, readiness_csv, remind_unready
from accounts.views.register import detail, index

__all__ = [
    "close_account",
    "detail",
    "finish_provisioning",
    "index",
    "provision",
    "readiness",
    "readiness_csv",
    "record_address",
    "remind_unready",
    "tick_step",
    "untick_step",
]
