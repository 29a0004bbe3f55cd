"""P3: reading a course to its end, answering the quiz, and the record of a pass."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from policy import selectors as standing
from policy.courses import paper, workflow
from policy.courses.models import Attempt, Completion, Progress
from policy.courses.tests.conftest import begin, question_of, read_all, right, wrong
from policy.courses.workflow import taking
from policy.models import TrainingRecord


def test_a_pass_is_recorded_and_makes_the_person_trained(course, volunteer):
    attempt = workflow.finish_attempt(answers := begin(course, volunteer), actor=volunteer, answers=right(answers))
    assert (attempt.score, attempt.asked, attempt.passed) == (4, 4, True)
    record = TrainingRecord.objects.get()
    assert (record.person, record.title, record.recorded_by) == (volunteer, "Safe pictures", None)
    assert (record.completed_on, record.valid_until) == (date(2026, 11, 18), date(2027, 11, 18))
    assert record.evidence == "Passed the quiz with 4 of 4"
    assert Completion.objects.get().attempt == attempt
    assert standing.readiness(volunteer).trained_until == date(2027, 11, 18)
    assert Notification.objects.get(template="policy.training_recorded").recipient == volunteer
    event = Event.objects.get(verb="courses.finish_attempt")
    assert event.data == {"course": course.pk, "edition": 1, "score": 4, "asked": 4, "passed": True}
    assert Event.objects.get(verb="policy.complete_course").actor == "system:courses"


def test_the_pass_mark_is_the_line(course, teacher):
    attempt = begin(course, teacher)
    assert workflow.finish_attempt(attempt, actor=teacher, answers=wrong(attempt, 1)).passed  # 3 of 4 are 75 percent
    again = workflow.start_attempt(course, actor=teacher)
    assert not workflow.finish_attempt(again, actor=teacher, answers=wrong(again, 2)).passed
    assert TrainingRecord.objects.count() == 1


def test_whoever_fails_has_no_record_and_is_asked_other_questions(course, teacher):
    first = begin(course, teacher)
    workflow.finish_attempt(first, actor=teacher, answers=wrong(first, 4))
    assert not TrainingRecord.objects.exists()
    second = workflow.start_attempt(course, actor=teacher)
    asked = [{put.question for put in paper.read(attempt.paper)} for attempt in (first, second)]
    assert asked[0].isdisjoint(asked[1])


def test_the_quiz_opens_once_every_page_was_read(course, teacher):
    with pytest.raises(WrongState, match="2 pages are left"):
        workflow.start_attempt(course, actor=teacher)
    workflow.mark_seen(course.pages.first(), actor=teacher)
    with pytest.raises(WrongState, match="1 page is left"):
        workflow.start_attempt(course, actor=teacher)
    assert not Attempt.objects.exists()
    read_all(course, teacher)
    assert Progress.objects.count() == 2  # the page read twice counts once
    assert workflow.start_attempt(course, actor=teacher).asked == 4


def test_a_quiz_left_open_waits_as_it_was(course, teacher):
    assert begin(course, teacher) == workflow.start_attempt(course, actor=teacher)
    assert Attempt.objects.count() == 1


def test_what_changes_meanwhile_changes_no_quiz_that_was_begun(course, head, teacher):
    attempt = begin(course, teacher)
    before = attempt.paper
    for question in course.questions.all():
        workflow.change_question(
            question, actor=head, text="New?", explanation="New.", choices=["new wrong", "new right"], right=1
        )
    attempt.refresh_from_db()
    assert attempt.paper == before
    assert workflow.finish_attempt(attempt, actor=teacher, answers=right(attempt)).score == 4
    course.refresh_from_db()
    assert (attempt.edition, course.edition) == (1, 9)


@pytest.mark.parametrize(
    ("tampered", "field"),
    [
        ({0: 0, 1: 0, 2: 0}, "q3"),
        ({}, "q0"),
        ({0: 0, 1: 0, 2: 0, 3: 7}, "q3"),
        ({0: 0, 1: 0, 2: 0, 3: -1}, "q3"),
        ({0: 0, 1: 0, 2: 0, 3: 0, 4: 0}, None),
        ({0: 0, 1: 0, 2: 0, 99: 0}, None),
    ],
)
def test_answers_that_do_not_fit_change_nothing(course, teacher, tampered, field):
    attempt = begin(course, teacher)
    with pytest.raises(InvalidInput) as refusal:
        workflow.finish_attempt(attempt, actor=teacher, answers=tampered)
    assert refusal.value.field == field
    attempt.refresh_from_db()
    assert (attempt.finished_at, attempt.answers) == (None, [])
    assert not TrainingRecord.objects.exists()


def test_answers_sent_twice_count_once(course, teacher):
    attempt = begin(course, teacher)
    workflow.finish_attempt(attempt, actor=teacher, answers=right(attempt))
    with pytest.raises(WrongState, match="already"):
        workflow.finish_attempt(attempt, actor=teacher, answers=right(attempt))
    assert TrainingRecord.objects.count() == 1
    assert Notification.objects.count() == 1
    assert Event.objects.filter(verb="courses.finish_attempt", refused=True).count() == 1


@pytest.mark.parametrize("who", ["teacher2", "outsider", "head", "admin", "leaver"])
def test_nobody_answers_for_somebody_else(request, course, teacher, who):
    attempt = begin(course, teacher)
    with pytest.raises(NotAllowed):
        workflow.finish_attempt(attempt, actor=request.getfixturevalue(who), answers=right(attempt))
    attempt.refresh_from_db()
    assert attempt.finished_at is None


def test_whoever_has_left_takes_no_course(course, leaver):
    with pytest.raises(NotAllowed):
        workflow.mark_seen(course.pages.first(), actor=leaver)
    with pytest.raises(NotAllowed):
        workflow.start_attempt(course, actor=leaver)


def test_a_course_that_is_not_offered_is_not_taken(course, write, head, teacher):
    with pytest.raises(WrongState):
        workflow.mark_seen(write("Another").pages.first(), actor=teacher)
    attempt = begin(course, teacher)
    workflow.retire_course(course, actor=head)
    with pytest.raises(WrongState, match="not offered"):
        workflow.finish_attempt(attempt, actor=teacher, answers=right(attempt))
    with pytest.raises(WrongState):
        workflow.start_attempt(course, actor=teacher)
    assert not TrainingRecord.objects.exists()


def test_a_rollback_leaves_neither_record_nor_result(course, teacher, monkeypatch):
    attempt = begin(course, teacher)
    monkeypatch.setattr(taking.Completion.objects, "create", lambda **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.finish_attempt(attempt, actor=teacher, answers=right(attempt))
    attempt.refresh_from_db()
    assert attempt.finished_at is None
    assert not TrainingRecord.objects.exists()
    assert not Notification.objects.exists()
    assert not Event.objects.filter(verb__in=["courses.finish_attempt", "policy.complete_course"]).exists()


def test_the_database_itself_keeps_one_open_quiz_and_whole_results(course, teacher):
    attempt = begin(course, teacher)
    same = {"person": teacher, "course": course, "edition": 1, "pass_mark": 75, "paper": [], "asked": 4}
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(**same, started_at=attempt.started_at)
    for half in ({"score": 3}, {"finished_at": attempt.started_at}, {"passed": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attempt.objects.filter(pk=attempt.pk).update(**half)
    with pytest.raises(IntegrityError), transaction.atomic():
        question_of(course).choices.update(is_right=True)


def test_months_end_with_the_month(course):
    course.valid_months = 1
    assert course.counts_until(date(2026, 1, 31)) == date(2026, 2, 28)
    course.valid_months = 12
    assert course.counts_until(date(2024, 2, 29)) == date(2025, 2, 28)
    assert course.counts_until(date(9999, 12, 31)) == date.max
