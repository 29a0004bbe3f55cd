"""Writing a course. A change of a course that is offered takes effect at once, and must leave it whole.

A quiz that somebody has begun keeps the words that it was begun with (docs/decisions/0006-training-courses.md).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import InvalidInput, WrongState
from people.models import User
from policy.courses import selectors
from policy.courses.models import Choice, Course, Page, Question

CHANGED_MEANWHILE = "Somebody changed this while you were looking. Read it again as it is now, then go on."
MOST_CHOICES, MOST_PAGES, LONGEST_PAGE = 6, 50, 20_000

Written = TypeVar("Written", Course, Page, Question)


@audit.verb("courses.create_course", "began to write this course")
def create_course(
    *, actor: Actor, title: str, summary: str, valid_months: int, pass_mark: int, asks: int, key: str = ""
) -> Course:
    """Begin a course, as a draft. Raises NotAllowed and InvalidInput (an empty text, a number out of its range)."""
    rules.require("courses.write", actor)
    now = clock.now()
    course = Course(
        key=key,
        title=title.strip(),
        summary=summary.strip(),
        valid_months=valid_months,
        pass_mark=pass_mark,
        asks=asks,
        created_by_id=actor.pk if isinstance(actor, User) else None,
        created_at=now,
        changed_at=now,
    )
    _check(course)
    course.save()
    return course


@audit.verb("courses.change_course", "changed this course's title and rules")
def change_course(
    course: Course,
    *,
    actor: Actor,
    title: str,
    summary: str,
    valid_months: int,
    pass_mark: int,
    asks: int,
    seen: datetime | None = None,
) -> Course:
    """Change what a course is called and asks. `seen` is the `changed_at` that the writer had before them.

    Raises NotAllowed, InvalidInput and WrongState (changed meanwhile; offered, and no longer whole).
    """
    course = _held(course, actor)
    _unchanged(course, seen)
    course.title, course.summary = title.strip(), summary.strip()
    course.valid_months, course.pass_mark, course.asks = valid_months, pass_mark, asks
    _check(course)
    _touch(course, "courses.change_course", actor)
    return course


@audit.verb("courses.add_page", "added a page to this course")
def add_page(course: Course, *, actor: Actor, title: str, body_markdown: str) -> Page:
    """Add a page at the end. Raises NotAllowed and InvalidInput."""
    course = _held(course, actor)
    last = course.pages.aggregate(last=models.Max("position"))["last"] or 0
    if course.pages.count() >= MOST_PAGES:
        raise InvalidInput(f"A course has at most {MOST_PAGES} pages.")
    page = Page(course=course, position=last + 1)
    _write_page(page, title, body_markdown)
    _touch(course, "courses.add_page", actor, page=page.pk)
    return page


@audit.verb("courses.change_page", "changed a page of this course")
def change_page(page: Page, *, actor: Actor, title: str, body_markdown: str, seen: datetime | None = None) -> Page:
    """Change a page's words. Raises NotAllowed, InvalidInput and WrongState (changed meanwhile)."""
    course = _held(page.course, actor)
    page = audit.lock(page)
    _unchanged(page, seen)
    _write_page(page, title, body_markdown)
    _touch(course, "courses.change_page", actor, page=page.pk)
    return page


@audit.verb("courses.move_page", "moved a page of this course")
def move_page(page: Page, *, actor: Actor, up: bool) -> Page:
    """Change places with the page before, or after. At the end of the row nothing moves. Raises NotAllowed."""
    course = _held(page.course, actor)
    page = audit.lock(page)
    others = course.pages.order_by("-position" if up else "position")
    beside = others.filter(**{"position__lt" if up else "position__gt": page.position}).first()
    if beside is not None:
        here, there = page.position, beside.position
        free = (course.pages.aggregate(last=models.Max("position"))["last"] or 0) + 1
        for one, position in ((page, free), (beside, here), (page, there)):
            one.position = position
            one.save(update_fields=["position"])
    _touch(course, "courses.move_page", actor, page=page.pk)
    return page


@audit.verb("courses.remove_page", "removed a page of this course")
def remove_page(page: Page, *, actor: Actor) -> Course:
    """Delete a page for good. Raises NotAllowed, and WrongState for the last page of a course that is offered."""
    course = _held(page.course, actor)
    page = audit.lock(page)
    key = page.pk
    page.delete()
    _touch(course, "courses.remove_page", actor, page=key)
    return course


@audit.verb("courses.add_question", "added a question to this course")
def add_question(
    course: Course,
    *,
    actor: Actor,
    text: str,
    explanation: str,
    choices: Sequence[str],
    right: int,
    active: bool = True,
) -> Question:
    """Add a question with its choices; `right` is the place of the right one. Raises NotAllowed and InvalidInput."""
    course = _held(course, actor)
    question = Question(course=course)
    _write_question(question, text, explanation, choices, right, active)
    _touch(course, "courses.add_question", actor, question=question.pk)
    return question


@audit.verb("courses.change_question", "changed a question of this course")
def change_question(
    question: Question,
    *,
    actor: Actor,
    text: str,
    explanation: str,
    choices: Sequence[str],
    right: int,
    active: bool = True,
    seen: datetime | None = None,
) -> Question:
    """Change a question and its choices, or put it aside. A quiz that was begun keeps the words it was begun with.

    Raises NotAllowed, InvalidInput and WrongState (changed meanwhile; too few questions left for a course offered).
    """
    course = _held(question.course, actor)
    question = audit.lock(question)
    _unchanged(question, seen)
    _write_question(question, text, explanation, choices, right, active)
    _touch(course, "courses.change_question", actor, question=question.pk)
    return question


def _held(course: Course, actor: Actor) -> Course:
    """The course, locked: whoever changes any part of it waits for the one before."""
    course = audit.lock(course)
    rules.require("courses.write", actor)
    return course


def _unchanged(found: Written, seen: datetime | None) -> None:
    if seen is not None and found.changed_at != seen:
        raise WrongState(CHANGED_MEANWHILE)


def _touch(course: Course, verb: str, actor: Actor, **data: int) -> None:
    """Save the course with its change noted. One that is offered gets its next edition, and must still be whole."""
    course.changed_at = clock.now()
    if course.is_live:
        course.edition += 1
    course.save()
    if course.is_live:
        lacking = selectors.lacking(course)
        if lacking:
            raise WrongState(f"This course is offered, and would not be whole any more. {' '.join(lacking)}")
    audit.record(verb, course, actor=actor, edition=course.edition, **data)


def _write_page(page: Page, title: str, body_markdown: str) -> None:
    page.title, page.body_markdown = title.strip(), body_markdown.replace("\r\n", "\n").strip()
    page.changed_at = clock.now()
    if len(page.body_markdown) > LONGEST_PAGE:
        raise InvalidInput("This page is too long. Make two of it.", "body_markdown")
    _check(page)
    page.save()


def _write_question(
    question: Question, text: str, explanation: str, choices: Sequence[str], right: int, active: bool
) -> None:
    words = [choice.strip() for choice in choices]
    if not 2 <= len(words) <= MOST_CHOICES or not all(words):
        raise InvalidInput(f"Give between 2 and {MOST_CHOICES} answers to choose from.", "choices")
    if len({word.casefold() for word in words}) < len(words):
        raise InvalidInput("Two of the answers are the same.", "choices")
    if not 0 <= right < len(words):
        raise InvalidInput("Say which answer is right.", "right")
    question.text, question.explanation, question.active = text.strip(), explanation.strip(), active
    question.changed_at = clock.now()
    _check(question)
    question.save()
    question.choices.all().delete()
    made = [Choice(question=question, text=word, is_right=place == right) for place, word in enumerate(words)]
    for choice in made:
        _check(choice)
    Choice.objects.bulk_create(made)


def _check(written: models.Model) -> None:
    """Raises InvalidInput with the first field at fault."""
    parts = [field.name for field in written._meta.fields if field.is_relation]
    try:
        written.clean_fields(exclude=parts)
    except ValidationError as error:
        field = next(iter(error.message_dict))
        label = str(written._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
        raise InvalidInput(f"Look at “{label}”: {error.message_dict[field][0]}", field) from error
