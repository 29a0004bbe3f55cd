"""The register's pages, and the list of those who run a live account and are not ready to."""

from accounts import guidance as _guidance  # noqa: F401  (registers the card that leads to the guidance)
from accounts import needs as _needs  # noqa: F401  (registers what Today and a person's page show)
from accounts.life import needs as _life_needs  # noqa: F401  (registers what of an account's life waits for somebody)
from accounts.views.checklists import (
    add_checklist_step,
    change_checklist_step,
    checklist,
    checklists,
    move_checklist_step,
    remove_checklist_step,
    restore_checklist,
)
from accounts.views.closing import (
    call_off_closing,
    closing,
    finish_closing,
    prepare_closing,
    retire_secrets,
    start_closing,
)
from accounts.views.correcting import correct_details
from accounts.views.provisioning import finish_provisioning, provision, record_address, tick_step, untick_step
from accounts.views.readiness import readiness, readiness_csv, remind_unready
from accounts.views.register import detail, index, register_csv, start_provisioning
from accounts.views.reviews import review, reviews
from accounts.views.running import add_runner, change_lead, remove_runner, runners
from accounts.views.suspending import hacked, resume, suspend

__all__ = [
    "add_checklist_step",
    "add_runner",
    "call_off_closing",
    "change_checklist_step",
    "change_lead",
    "checklist",
    "checklists",
    "closing",
    "correct_details",
    "detail",
    "finish_closing",
    "finish_provisioning",
    "hacked",
    "index",
    "move_checklist_step",
    "prepare_closing",
    "provision",
    "readiness",
    "readiness_csv",
    "record_address",
    "register_csv",
    "remind_unready",
    "remove_checklist_step",
    "remove_runner",
    "restore_checklist",
    "resume",
    "retire_secrets",
    "review",
    "reviews",
    "runners",
    "start_closing",
    "start_provisioning",
    "suspend",
    "tick_step",
    "untick_step",
]
