"""The verbs about people: adding, inviting, giving roles, switching off. Rows A4, P4 and sign-in."""

from people import messages as _messages  # noqa: F401  (registers the messages)
from people.workflow.absence import end_absence, record_absence
from people.workflow.adding import add_person
from people.workflow.correcting import correct_person
from people.workflow.inviting import INVITATION_LASTS, accept_invitation, invite, open_invitation
from people.workflow.roles import grant_role, revoke_role
from people.workflow.second_steps import clear_second_steps
from people.workflow.sessions import end_sessions
from people.workflow.set_up import new_set_up_code, set_up_school
from people.workflow.switching import switch_off, switch_on

__all__ = [
    "INVITATION_LASTS",
    "accept_invitation",
    "add_person",
    "clear_second_steps",
    "correct_person",
    "end_absence",
    "end_sessions",
    "grant_role",
    "invite",
    "new_set_up_code",
    "open_invitation",
    "record_absence",
    "revoke_role",
    "set_up_school",
    "switch_off",
    "switch_on",
]
