"""The verbs about people: adding, inviting, giving roles, switching off. Rows A4, P4 and sign-in."""

from people import messages as _messages  # noqa: F401  (registers the messages)
from people.workflow.absence import end_absence, record_absence
from people.workflow.adding import add_person
from people.workflow.by_provider import add_by_provider, link_sign_in, tell_other_subject, unlink_sign_in
from people.workflow.correcting import correct_person
from people.workflow.inviting import INVITATION_LASTS, accept_invitation, invite, invite_waiting, open_invitation
from people.workflow.leaving import access_ended, clear_leaving_day, end_access_of_leavers, set_leaving_day
from people.workflow.roles import grant_role, revoke_role
from people.workflow.second_steps import (
    agree_step_reset,
    ask_step_reset,
    clear_second_steps,
    lapse_step_reset,
    refuse_step_reset,
)
from people.workflow.sessions import end_other_sessions, end_session, end_sessions
from people.workflow.set_up import new_set_up_code, set_up_school
from people.workflow.staff_list import add_staff_list, forget_staff_lists, leave_staff_list, upload_staff_list
from people.workflow.switching import switch_off, switch_on

__all__ = [
    "INVITATION_LASTS",
    "accept_invitation",
    "access_ended",
    "add_by_provider",
    "add_person",
    "add_staff_list",
    "agree_step_reset",
    "ask_step_reset",
    "clear_leaving_day",
    "clear_second_steps",
    "correct_person",
    "end_absence",
    "end_access_of_leavers",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "forget_staff_lists",
    "grant_role",
    "invite",
    "invite_waiting",
    "lapse_step_reset",
    "leave_staff_list",
    "link_sign_in",
    "new_set_up_code",
    "open_invitation",
    "record_absence",
    "refuse_step_reset",
    "revoke_role",
    "set_leaving_day",
    "set_up_school",
    "switch_off",
    "switch_on",
    "tell_other_subject",
    "unlink_sign_in",
    "upload_staff_list",
]
