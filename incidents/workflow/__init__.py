"""The verbs about incidents: report, assess, investigate, resolve, close (I1–I4, H1, H5)."""

from incidents.agencies import conditions as _agencies  # noqa: F401  (registers what a closed file needs)
from incidents.staffing import handlers
from incidents.workflow.casework import (
    assess,
    close,
    excuse,
    read,
    refer,
    reopen,
    resolve,
)
from incidents.workflow.compromise import STANDS_STILL, report_compromise, to_tell
from incidents.workflow.leading import change_lead, start_investigation
from incidents.workflow.naming import end_part, look_for_handlers, name_person
from incidents.workflow.reporting import PARTS, Named, add_to_report, report, report_from_item
from incidents.workflow.timeline import add_entry, correct_entry

__all__ = [
    "PARTS",
    "STANDS_STILL",
    "Named",
    "add_entry",
    "add_to_report",
    "assess",
    "change_lead",
    "close",
    "correct_entry",
    "end_part",
    "excuse",
    "handlers",
    "look_for_handlers",
    "name_person",
    "read",
    "refer",
    "reopen",
    "report",
    "report_compromise",
    "report_from_item",
    "resolve",
    "start_investigation",
    "to_tell",
]
