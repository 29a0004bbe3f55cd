"""The verbs about the school itself."""

from school import rules as _rules  # noqa: F401  (registers the rules)
from school.workflow.calendar import add_days_off, remove_day_off
from school.workflow.details import (
    change_details,
    read_bank_holiday,
    read_day_end,
    read_friday,
    require_approvals,
)
from school.workflow.mail import record_test, remove_mail, send_test_message, set_mail
from school.workflow.terms import add_term, add_usual_terms, change_term, remove_term

__all__ = [
    "add_days_off",
    "add_term",
    "add_usual_terms",
    "change_details",
    "change_term",
    "read_bank_holiday",
    "read_day_end",
    "read_friday",
    "record_test",
    "remove_day_off",
    "remove_mail",
    "remove_term",
    "require_approvals",
    "send_test_message",
    "set_mail",
]
