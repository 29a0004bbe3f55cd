"""The verbs of the courses: write them, offer them, take them, look after who is trained. Row P3."""

from policy.courses import messages as _messages  # noqa: F401  (registers the messages)
from policy.courses import rules as _rules  # noqa: F401  (registers the rules)
from policy.courses.workflow.offering import add_starter_course, publish_course, retire_course
from policy.courses.workflow.reminding import chase, remind_expiring
from policy.courses.workflow.taking import finish_attempt, mark_seen, record_attendance, start_attempt
from policy.courses.workflow.writing import (
    add_page,
    add_question,
    change_course,
    change_page,
    change_question,
    create_course,
    move_page,
    remove_page,
)

__all__ = [
    "add_page",
    "add_question",
    "add_starter_course",
    "change_course",
    "change_page",
    "change_question",
    "chase",
    "create_course",
    "finish_attempt",
    "mark_seen",
    "move_page",
    "publish_course",
    "record_attendance",
    "remind_expiring",
    "remove_page",
    "retire_course",
    "start_attempt",
]
