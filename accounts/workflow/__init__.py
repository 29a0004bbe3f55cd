"""The verbs of the register: from a decision to an account that is live, and to its end."""

from accounts.workflow.closing import close_account
from accounts.workflow.opening import amend_registration, give_mandate, open_account, register_existing
from accounts.workflow.provisioning import (
    finish_provisioning,
    record_address,
    start_provisioning,
    tick_step,
    untick_step,
)
from accounts.workflow.readiness import note_readiness, remind_unready

__all__ = [
    "amend_registration",
    "close_account",
    "finish_provisioning",
    "give_mandate",
    "note_readiness",
    "open_account",
    "record_address",
    "register_existing",
    "remind_unready",
    "start_provisioning",
    "tick_step",
    "untick_step",
]
