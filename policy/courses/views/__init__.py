"""Pages of training: take a course, write one, record who attended, look after who is due."""

from policy.courses import needs as _needs  # noqa: F401  (registers what waits)
from policy.courses.views.certificates import certificate, check_certificate
from policy.courses.views.recording import chase, due, due_csv, record_attendance
from policy.courses.views.taking import attempt, course, index, page, start_attempt
from policy.courses.views.writing import (
    add_page,
    add_question,
    add_starter_course,
    change_course,
    change_page,
    change_question,
    create_course,
    edit,
    move_page,
    publish_course,
    remove_page,
    retire_course,
)

__all__ = [
    "add_page",
    "add_question",
    "add_starter_course",
    "attempt",
    "certificate",
    "change_course",
    "change_page",
    "change_question",
    "chase",
    "check_certificate",
    "course",
    "create_course",
    "due",
    "due_csv",
    "edit",
    "index",
    "move_page",
    "page",
    "publish_course",
    "record_attendance",
    "remove_page",
    "retire_course",
    "start_attempt",
]
