"""Pages about people: the directory, and the ways in."""

from people.absences import shown as _shown  # noqa: F401  (registers what Today and a person's page show)
from people.views.absence import absences, end_absence, record_absence
from people.views.coming_in import accept_invitation, set_up
from people.views.directory import add_person, correct_person, list, new_link, person
from people.views.rights import clear_second_steps, grant_role, revoke_role, roles, switch_off, switch_on

__all__ = [
    "absences",
    "accept_invitation",
    "add_person",
    "clear_second_steps",
    "correct_person",
    "end_absence",
    "grant_role",
    "list",
    "new_link",
    "person",
    "record_absence",
    "revoke_role",
    "roles",
    "set_up",
    "switch_off",
    "switch_on",
]
