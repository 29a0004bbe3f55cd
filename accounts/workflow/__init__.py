"""The verbs of the register: from a decision to an account that is live, and to its end."""

from accounts.workflow.checklists import (
    add_checklist_step,
    change_checklist_step,
    move_checklist_step,
    remove_checklist_step,
    restore_checklist,
)
from accounts.workflow.closing import (
    call_off_closing,
    finish_closing,
    prepare_closing,
    remind_of_closing,
    start_closing,
)
from accounts.workflow.correcting import correct_details
from accounts.workflow.opening import amend_registration, give_mandate, open_account, register_existing
from accounts.workflow.provisioning import (
    finish_provisioning,
    record_address,
    start_provisioning,
    tick_step,
    untick_step,
)
from accounts.workflow.readiness import note_readiness, remind_unready
from accounts.workflow.reviewing import remind_reviews, review
from accounts.workflow.running import add_runner, change_lead, remove_runner
from accounts.workflow.staffing import note_few
from accounts.workflow.suspending import resume, suspend

__all__ = [
    "add_checklist_step",
    "add_runner",
    "amend_registration",
    "call_off_closing",
    "change_checklist_step",
    "change_lead",
    "correct_details",
    "finish_closing",
    "finish_provisioning",
    "give_mandate",
    "move_checklist_step",
    "note_few",
    "note_readiness",
    "open_account",
    "prepare_closing",
    "record_address",
    "register_existing",
    "remind_of_closing",
    "remind_reviews",
    "remind_unready",
    "remove_checklist_step",
    "remove_runner",
    "restore_checklist",
    "resume",
    "review",
    "start_closing",
    "start_provisioning",
    "suspend",
    "tick_step",
    "untick_step",
]
