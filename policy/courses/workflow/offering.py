"""Offering a course to everybody, and taking it back."""

from audit import workflow as audit
from core import clock, rules
from core.actors import Actor
from core.errors import WrongState
from policy.courses import selectors, starter
from policy.courses.models import Course
from policy.courses.states import TRANSITIONS, Status
from policy.courses.workflow import writing


@audit.verb("courses.publish_course", "offered this course to everybody")
def publish_course(course: Course, *, actor: Actor) -> Course:
    """Offer a course: it has a page, and as many good questions as its quiz asks. Raises NotAllowed, WrongState."""
    course = audit.lock(course)
    rules.require("courses.write", actor)
    TRANSITIONS.require(course.status, Status.LIVE)
    lacking = selectors.lacking(course)
    if lacking:
        raise WrongState(" ".join(lacking))
    if course.published_at is not None:
        course.edition += 1
    course.published_at = course.published_at or clock.now()
    course.save(update_fields=["edition", "published_at"])
    audit.move(course, Status.LIVE, TRANSITIONS, actor=actor, edition=course.edition)
    return course


@audit.verb("courses.retire_course", "retired this course")
def retire_course(course: Course, *, actor: Actor) -> Course:
    """Offer it no more. Who has completed it keeps that. Raises NotAllowed, WrongState."""
    course = audit.lock(course)
    rules.require("courses.write", actor)
    audit.move(course, Status.RETIRED, TRANSITIONS, actor=actor)
    return course


@audit.verb("courses.add_starter_course", "added the starter course")
def add_starter_course(*, actor: Actor) -> Course:
    """Write the course on the policy that comes with the portal, and offer it at once.

    Raises NotAllowed, and WrongState where the school has it already.
    """
    rules.require("courses.write", actor)
    if Course.objects.filter(key=starter.KEY).exists():
        raise WrongState("The starter course is here already.")
    words = starter.load()
    course = writing.create_course(actor=actor, key=starter.KEY, **words.course)
    for page in words.pages:
        writing.add_page(course, actor=actor, **page)
    for question in words.questions:
        writing.add_question(course, actor=actor, **question)
    return publish_course(course, actor=actor)
