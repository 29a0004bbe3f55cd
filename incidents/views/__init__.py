"""The pages of the room, one file for each thing that people do."""

from incidents import cards as _cards  # noqa: F401  (registers what handlers see on a comment)
from incidents import needs as _needs  # noqa: F401  (registers what waits)
from incidents import panels as _panels  # noqa: F401  (registers the card on an account's page)
from incidents.views.case_file import incident
from incidents.views.compromise import after_compromise, report_compromise
from incidents.views.leading import change_lead, start_investigation
from incidents.views.listing import incident_list
from incidents.views.naming import end_part, name_person
from incidents.views.outcome import change_outcome, close, excuse, reopen, resolve, save_outcome
from incidents.views.reporting import add_to_report, my_report, report, report_from_item, report_mistake
from incidents.views.timeline import add_entry, correct_entry

__all__ = [
    "add_entry",
    "add_to_report",
    "after_compromise",
    "change_lead",
    "change_outcome",
    "close",
    "correct_entry",
    "end_part",
    "excuse",
    "incident",
    "incident_list",
    "my_report",
    "name_person",
    "reopen",
    "report",
    "report_compromise",
    "report_from_item",
    "report_mistake",
    "resolve",
    "save_outcome",
    "start_investigation",
]
