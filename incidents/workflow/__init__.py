"""The verbs about incidents: report, assess, investigate, resolve, close (I1–I4, H1, H5)."""

from incidents.agencies import conditions as _agencies  # noqa: F401  (registers what a closed file needs)
from incidents.agencies.workflow import (
    add_agency,
    change_agency,
    chase,
    check_agency,
    correct_referral,
    expect_no_answer,
    record_answer,
    refer,
    remind_to_chase,
    switch_agency,
)
from incidents.assessing import conditions as _assessing  # noqa: F401  (registers what a closed file needs)
from incidents.assessing.workflow import (
    assess,
    check_assessment,
    reassess,
    recategorise,
    record_duty,
    set_aware,
    waive_duty,
)
from incidents.staffing import handlers
from incidents.together import conditions as _together  # noqa: F401  (registers what a closed file needs)
from incidents.workflow.casework import read
from incidents.workflow.compromise import STANDS_STILL, report_compromise, to_tell
from incidents.workflow.leading import change_lead, start_investigation
from incidents.workflow.naming import end_part, look_for_handlers, name_person
from incidents.workflow.outcome import change_outcome, close, excuse, reopen, resolve
from incidents.workflow.reporting import PARTS, Named, add_to_report, report, report_from_item
from incidents.workflow.timeline import add_entry, correct_entry

__all__ = [
    "PARTS",
    "STANDS_STILL",
    "Named",
    "add_agency",
    "add_entry",
    "add_to_report",
    "assess",
    "change_agency",
    "change_lead",
    "change_outcome",
    "chase",
    "check_agency",
    "check_assessment",
    "close",
    "correct_entry",
    "correct_referral",
    "end_part",
    "excuse",
    "expect_no_answer",
    "handlers",
    "look_for_handlers",
    "name_person",
    "read",
    "reassess",
    "recategorise",
    "record_answer",
    "record_duty",
    "refer",
    "remind_to_chase",
    "reopen",
    "report",
    "report_compromise",
    "report_from_item",
    "resolve",
    "set_aware",
    "start_investigation",
    "switch_agency",
    "to_tell",
    "waive_duty",
]
