"""Pages about people: the directory, and the ways in."""

from people.views.coming_in import accept_invitation, set_up
from people.views.directory import add_person, correct_person, list, new_link, person
from people.views.rights import clear_second_steps, grant_role, revoke_role, roles, switch_off, switch_on

__all__ = [
    "accept_invitation",
    "add_person",
    "clear_second_steps",
    "correct_person",
    "grant_role",
    "list",
    "new_link",
    "person",
    "revoke_role",
    "roles",
    "set_up",
    "switch_off",
    "switch_on",
]
