"""Pages about people: the directory, and the ways in."""

from people import needs as _needs  # noqa: F401  (registers what Today shows)
from people.absences import shown as _shown  # noqa: F401  (registers what Today and a person's page show)
from people.views.absence import absences, end_absence, record_absence
from people.views.coming_in import accept_invitation, set_up
from people.views.directory import add_person, correct_person, list, new_link, person
from people.views.leaving import clear_leaving_day, set_leaving_day
from people.views.rights import clear_second_steps, grant_role, revoke_role, roles, switch_off, switch_on
from people.views.staff_list import (
    invite_waiting,
    staff_list,
    staff_list_add,
    staff_list_leave,
    staff_list_preview,
    staff_list_rejected,
    staff_list_template,
)

__all__ = [
    "absences",
    "accept_invitation",
    "add_person",
    "clear_leaving_day",
    "clear_second_steps",
    "correct_person",
    "end_absence",
    "grant_role",
    "invite_waiting",
    "list",
    "new_link",
    "person",
    "record_absence",
    "revoke_role",
    "roles",
    "set_leaving_day",
    "set_up",
    "staff_list",
    "staff_list_add",
    "staff_list_leave",
    "staff_list_preview",
    "staff_list_rejected",
    "staff_list_template",
    "switch_off",
    "switch_on",
]
