"""The course that comes with the portal: whole, readable, and added once."""

import re

import pytest

from audit.models import Event
from core.errors import NotAllowed, WrongState
from policy.courses import starter, workflow
from policy.courses.models import Course
from policy.courses.tests.conftest import begin, right
from policy.models import TrainingRecord


def test_slt_adds_it_in_one_step_and_it_can_be_taken(head, volunteer):
    course = workflow.add_starter_course(actor=head)
    assert (course.is_live, course.edition, course.pages.count() >= 5) == (True, 1, True)
    assert course.questions.count() >= 14
    attempt = begin(course, volunteer)
    assert workflow.finish_attempt(attempt, actor=volunteer, answers=right(attempt)).passed
    assert TrainingRecord.objects.get().evidence == "Passed the quiz with 10 of 10"
    assert Event.objects.filter(verb="courses.add_starter_course").count() == 1


def test_only_once(head):
    workflow.add_starter_course(actor=head)
    with pytest.raises(WrongState, match="already"):
        workflow.add_starter_course(actor=head)
    assert Course.objects.count() == 1


@pytest.mark.parametrize("who", ["admin", "teacher", "volunteer", "dsl", "chair"])
def test_nobody_but_slt_adds_it(request, who):
    with pytest.raises(NotAllowed):
        workflow.add_starter_course(actor=request.getfixturevalue(who))
    assert not Course.objects.exists()


def test_a_rollback_leaves_no_half_of_it(head, monkeypatch):
    monkeypatch.setattr(starter, "load", lambda: starter.Words(starter_course(), [], []))
    with pytest.raises(WrongState, match="at least one page"):
        workflow.add_starter_course(actor=head)
    assert not Course.objects.exists()
    assert not Event.objects.filter(verb="courses.create_course").exists()


def starter_course() -> dict:
    return {"title": "Empty", "summary": "Nothing.", "valid_months": 1, "pass_mark": 50, "asks": 1}


def test_its_sentences_are_short_and_every_question_has_four_answers():
    words = starter.load()
    assert all(len(one["choices"]) == 4 and one["explanation"] for one in words.questions)
    text = "\n".join(page["body_markdown"] for page in words.pages)
    parts = [line.strip("-# 0123456789*.") for line in re.split(r"[.!?]\s|\n\n|\n(?=[-\d#])", text)]
    lengths = [len(part.split()) for part in parts if part]
    assert max(lengths) <= 25
    assert sum(lengths) / len(lengths) < 10


def test_no_place_gives_the_right_answer_away(head, volunteer):
    course = workflow.add_starter_course(actor=head)
    places = set()
    attempt = begin(course, volunteer)
    for _ in range(6):
        places |= set(right(attempt).values())
        workflow.finish_attempt(attempt, actor=volunteer, answers=right(attempt))
        attempt = workflow.start_attempt(course, actor=volunteer)
    assert places == {0, 1, 2, 3}
