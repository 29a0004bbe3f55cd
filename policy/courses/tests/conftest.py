from collections.abc import Callable

import pytest

from people.models import User
from policy.courses import paper, workflow
from policy.courses.models import Attempt, Course, Question


@pytest.fixture
def write(head: User) -> Callable[..., Course]:
    """A course with two pages and a bank of questions, as a draft."""

    def written(title: str = "Safe pictures", *, questions: int = 8, **changes) -> Course:
        values = {"summary": "How we share pictures.", "valid_months": 12, "pass_mark": 75, "asks": 4} | changes
        course = workflow.create_course(actor=head, title=title, **values)
        for number in (1, 2):
            workflow.add_page(course, actor=head, title=f"Page {number}", body_markdown="Ask **first**.")
        for number in range(questions):
            workflow.add_question(
                course, actor=head, text=f"Question {number}?", explanation=f"Because {number}.",
                choices=[f"right {number}", f"wrong {number}", f"other {number}"], right=0,
            )  # fmt: skip
        return course

    return written


@pytest.fixture
def course(head: User, write: Callable[..., Course]) -> Course:
    """The same, offered."""
    return workflow.publish_course(write(), actor=head)


def read_all(course: Course, person: User) -> None:
    for page in course.pages.all():
        workflow.mark_seen(page, actor=person)


def begin(course: Course, person: User) -> Attempt:
    read_all(course, person)
    return workflow.start_attempt(course, actor=person)


def right(attempt: Attempt) -> dict[int, int]:
    """The right answers of an attempt."""
    return {place: put.right for place, put in enumerate(paper.read(attempt.paper))}


def wrong(attempt: Attempt, many: int) -> dict[int, int]:
    """All right but the first `many`."""
    answers = right(attempt)
    return answers | {place: (answers[place] + 1) % 3 for place in range(many)}


def question_of(course: Course) -> Question:
    return course.questions.order_by("pk")[0]
