"""Reading a course, answering its quiz, and what is recorded of it."""

from collections.abc import Iterable, Mapping
from datetime import date

from audit import workflow as audit
from core import clock, rules
from core.actors import COURSES, Actor
from core.errors import InvalidInput, NotAllowed, WrongState
from people.current import person as the_person
from people.models import User
from policy import workflow as policy
from policy.courses import paper, selectors
from policy.courses.models import Attempt, Completion, Course, Page, Progress
from policy.models import TrainingRecord

NOT_OFFERED = "This course is not offered now. Your answers are not counted. Ask the leadership team (SLT)."


@audit.verb("courses.mark_seen", "read a page of a course")
def mark_seen(page: Page, *, actor: Actor) -> Page:
    """Note that the actor has read a page to its end; once is enough. Raises NotAllowed, WrongState (not offered)."""
    rules.require("courses.take", actor)
    if not page.course.is_live:
        raise WrongState("This course is not offered now.")
    Progress.objects.get_or_create(person=the_person(actor), page=page, defaults={"seen_at": clock.now()})
    return page


@audit.verb("courses.start_attempt", "began the quiz of a course")
def start_attempt(course: Course, *, actor: Actor) -> Attempt:
    """The actor's quiz: the one that waits for answers, or a new one with other questions of the bank first.

    The words, and the order of questions and choices, are kept as they are now. Raises NotAllowed and WrongState
    (not offered, pages not read yet).
    """
    course = audit.lock(course)  # two pages opened at once get one quiz
    rules.require("courses.take", actor)
    person = the_person(actor)
    if not course.is_live:
        raise WrongState("This course is not offered now.")
    waiting = Attempt.objects.open().filter(person=person, course=course).first()
    if waiting is not None:
        return waiting
    left = course.pages.count() - Progress.objects.filter(person=person, page__course=course).count()
    if left > 0:
        raise WrongState(f"Read to the end first: {'1 page is' if left == 1 else f'{left} pages are'} left.")
    last = Attempt.objects.filter(person=person, course=course).first()
    drawn = paper.draw(
        selectors.bank(course),
        course.asks,
        asked_last=[put.question for put in paper.read(last.paper)] if last else (),
    )
    return Attempt.objects.create(
        person=person,
        course=course,
        edition=course.edition,
        pass_mark=course.pass_mark,
        paper=paper.write(drawn),
        asked=len(drawn),
        started_at=clock.now(),
    )


@audit.verb("courses.finish_attempt", "answered the quiz of a course")
def finish_attempt(attempt: Attempt, *, actor: Actor, answers: Mapping[int, int]) -> Attempt:
    """Mark the answers against the paper of this very attempt; a pass writes the training record (P3).

    `answers` gives for each question's place (from 0) the place of the choice taken. Raises NotAllowed (somebody
    else's), WrongState (answered already, no longer offered) and InvalidInput (one missing, or not of this paper).
    """
    attempt = audit.lock(attempt)
    rules.require("courses.finish_attempt", actor, attempt)
    if attempt.finished_at is not None:
        raise WrongState("You have sent your answers already. They count as you sent them the first time.")
    if not attempt.course.is_live:
        raise WrongState(NOT_OFFERED)
    put = paper.read(attempt.paper)
    _check_answers(put, answers)
    attempt.answers = [answers[place] for place in range(len(put))]
    attempt.score = sum(one.right == taken for one, taken in zip(put, attempt.answers, strict=True))
    attempt.passed = attempt.score >= attempt.needed
    attempt.finished_at = clock.now()
    attempt.save()
    audit.record(
        "courses.finish_attempt",
        attempt,
        actor=actor,
        course=attempt.course_id,
        edition=attempt.edition,
        score=attempt.score,
        asked=attempt.asked,
        passed=attempt.passed,
    )
    if attempt.passed:
        _complete(attempt)
    return attempt


def _check_answers(put: list[paper.Put], answers: Mapping[int, int]) -> None:
    if set(answers) - set(range(len(put))):
        raise InvalidInput("There is an answer to a question that this quiz does not ask. Open the quiz again.")
    for place, one in enumerate(put):
        if place not in answers:
            raise InvalidInput(f"Answer question {place + 1}.", f"q{place}")
        if not 0 <= answers[place] < len(one.choices):
            raise InvalidInput(f"Choose one of the answers to question {place + 1}.", f"q{place}")


def _complete(attempt: Attempt) -> None:
    course, today = attempt.course, clock.today()
    record = policy.complete_course(
        attempt.person,
        actor=COURSES,
        title=course.title,
        completed_on=today,
        valid_until=course.counts_until(today),
        evidence=f"Passed the quiz with {attempt.score} of {attempt.asked}",
    )
    Completion.objects.create(course=course, record=record, attempt=attempt)


@audit.verb("courses.record_attendance", "recorded that people attended training")
def record_attendance(
    people: Iterable[User],
    *,
    actor: Actor,
    completed_on: date,
    evidence: str,
    course: Course | None = None,
    title: str = "",
    valid_until: date | None = None,
) -> list[TrainingRecord]:
    """Record that many people attended training in person: of `course`, or of another one by its `title` (P3).

    Without `valid_until` it counts as long as the course says. Returns the new records. Raises NotAllowed,
    InvalidInput and WrongState as `policy.record_attendance` does.
    """
    rules.require("courses.see_due", actor)
    if not isinstance(actor, User):
        raise NotAllowed("Only a person records who attended.")
    if course is not None and title.strip():
        raise InvalidInput("Choose a course or name another one, not both.", "title")
    if course is None and not title.strip():
        raise InvalidInput("Choose a course, or name another one.", "course")
    if completed_on > clock.today():
        raise InvalidInput("Training counts once it was completed. Choose today or an earlier day.", "completed_on")
    if valid_until is None:
        if course is None:
            raise InvalidInput("Say until when this training counts.", "valid_until")
        valid_until = course.counts_until(completed_on)
    records = policy.record_attendance(
        people,
        actor=actor,
        title=course.title if course is not None else title,
        completed_on=completed_on,
        valid_until=valid_until,
        evidence=evidence,
    )
    if course is not None:
        Completion.objects.bulk_create([Completion(course=course, record=record) for record in records])
    return records
