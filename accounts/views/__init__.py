"""The register's pages, and the list of those who run a live account and are not ready to."""

from accounts import guidance as _guidance  # noqa: F401  (registers the card that leads to the guidance)
from accounts import needs as _needs  # noqa: F401  (registers what Today and a person's page show)
from accounts.life import needs as _life_needs  # noqa: F401  (registers what of an account's life waits for somebody)
from accounts.views.closing import call_off_closing, closing, finish_closing, prepare_closing, start_closing
from accounts.views.provisioning import finish_provisioning, provision, record_address, tick_step, untick_step
from accounts.views.readiness import readiness, readiness_csv, remind_unready
from accounts.views.register import detail, index
from accounts.views.suspending import hacked, resume, suspend

__all__ = [
    "call_off_closing",
    "closing",
    "detail",
    "finish_closing",
    "finish_provisioning",
    "hacked",
    "index",
    "prepare_closing",
    "provision",
    "readiness",
    "readiness_csv",
    "record_address",
    "remind_unready",
    "resume",
    "start_closing",
    "suspend",
    "tick_step",
    "untick_step",
]
