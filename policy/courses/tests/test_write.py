"""P3: SLT writes a course, offers it once it is whole, and takes it back."""

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from policy.courses import selectors, workflow
from policy.courses.models import Course, Page, Progress, Question
from policy.courses.states import Status
from policy.courses.tests.conftest import question_of, read_all
from policy.courses.workflow import writing

RULES = {"title": "Photos", "summary": "About photos.", "valid_months": 12, "pass_mark": 80, "asks": 2}
WORDS = {"text": "What?", "explanation": "So.", "choices": ["this", "that"], "right": 0}


def verbs(course):
    """Every verb that writes, ready to be called by an actor."""
    page, question = course.pages.first(), question_of(course)
    return {
        "create": lambda actor: workflow.create_course(actor=actor, **RULES),
        "change": lambda actor: workflow.change_course(course, actor=actor, **RULES),
        "add_page": lambda actor: workflow.add_page(course, actor=actor, title="T", body_markdown="B"),
        "change_page": lambda actor: workflow.change_page(page, actor=actor, title="T", body_markdown="B"),
        "move_page": lambda actor: workflow.move_page(page, actor=actor, up=False),
        "remove_page": lambda actor: workflow.remove_page(page, actor=actor),
        "add_question": lambda actor: workflow.add_question(course, actor=actor, **WORDS),
        "change_question": lambda actor: workflow.change_question(question, actor=actor, **WORDS),
        "publish": lambda actor: workflow.publish_course(course, actor=actor),
        "retire": lambda actor: workflow.retire_course(course, actor=actor),
    }


VERBS = (
    *("create", "change", "add_page", "change_page", "move_page", "remove_page"),
    *("add_question", "change_question", "publish", "retire"),
)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["admin", "teacher", "outsider", "volunteer", "chair", "dsl"])
def test_nobody_but_slt_writes(request, write, verb, who):
    course = write()
    assert set(verbs(course)) == set(VERBS)
    before = (Course.objects.count(), Page.objects.count(), Question.objects.count(), course.changed_at)
    with pytest.raises(NotAllowed, match="SLT"):
        verbs(course)[verb](request.getfixturevalue(who))
    course.refresh_from_db()
    assert before == (Course.objects.count(), Page.objects.count(), Question.objects.count(), course.changed_at)
    assert course.status == Status.DRAFT
    assert Event.objects.filter(refused=True).count() == 1


def test_slt_writes_a_course_and_every_step_is_on_record(head, deputy, write):
    course = write()
    assert (course.status, course.edition) == (Status.DRAFT, 1)
    workflow.change_course(course, actor=deputy, **RULES)
    workflow.publish_course(course, actor=deputy)
    course.refresh_from_db()
    assert (course.title, course.is_live, course.edition) == ("Photos", True, 1)
    assert Event.objects.filter(verb="courses.add_question").count() == 8
    assert Event.objects.get(verb="courses.publish_course").data["to"] == "live"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"summary": ""}, "summary"),
        ({"valid_months": 0}, "valid_months"),
        ({"valid_months": 61}, "valid_months"),
        ({"pass_mark": 0}, "pass_mark"),
        ({"pass_mark": 101}, "pass_mark"),
        ({"asks": 0}, "asks"),
    ],
)
def test_a_course_without_sense_is_refused(head, changes, field):
    with pytest.raises(InvalidInput) as refusal:
        workflow.create_course(actor=head, **RULES | changes)
    assert refusal.value.field == field
    assert not Course.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"choices": ["one"]},
        {"choices": ["one", "  "]},
        {"choices": ["One", "one"]},
        {"choices": list("abcdefg")},
        {"right": 2},
        {"right": -1},
        {"text": ""},
        {"explanation": " "},
        {"choices": ["x" * 301, "y"]},
    ],
)
def test_a_question_without_sense_is_refused(head, write, changes):
    course = write(questions=0)
    with pytest.raises(InvalidInput):
        workflow.add_question(course, actor=head, **WORDS | changes)
    assert not Question.objects.exists()


def test_only_a_whole_course_is_offered(head, write):
    empty = workflow.create_course(actor=head, **RULES)
    with pytest.raises(WrongState) as refusal:
        workflow.publish_course(empty, actor=head)
    assert "at least one page" in refusal.value.reason
    assert "only 0 are there" in refusal.value.reason
    broken = write()
    question_of(broken).choices.filter(is_right=True).delete()  # not by a verb: they would refuse
    assert any("exactly one right" in one for one in selectors.lacking(broken))
    with pytest.raises(WrongState):
        workflow.publish_course(broken, actor=head)


def test_a_course_that_is_offered_stays_whole(head, course):
    question = question_of(course)
    for other in course.questions.all()[:4]:
        workflow.change_question(other, actor=head, **WORDS, active=False)
    with pytest.raises(WrongState, match="only 3 are there"):
        workflow.change_question(course.questions.last(), actor=head, **WORDS, active=False)
    assert course.questions.filter(active=True).count() == 4
    with pytest.raises(WrongState, match="asks 9"):
        workflow.change_course(course, actor=head, **RULES | {"asks": 9})
    workflow.remove_page(course.pages.first(), actor=head)
    with pytest.raises(WrongState, match="at least one page"):
        workflow.remove_page(course.pages.first(), actor=head)
    assert course.pages.count() == 1
    question.refresh_from_db()
    assert not question.active


def test_each_change_of_a_course_that_is_offered_is_its_next_edition(head, course, write):
    draft = write("Draft")
    assert draft.edition == 1
    workflow.change_page(course.pages.first(), actor=head, title="New", body_markdown="New")
    course.refresh_from_db()
    assert course.edition == 2
    workflow.retire_course(course, actor=head)
    workflow.publish_course(course, actor=head)
    course.refresh_from_db()
    assert course.edition == 3


def test_pages_change_places_and_stay_at_the_ends(head, course):
    workflow.add_page(course, actor=head, title="Page 3", body_markdown="Last.")
    last = course.pages.last()
    for up in (True, True, True):
        workflow.move_page(last, actor=head, up=up)
    assert [page.title for page in course.pages.all()] == ["Page 3", "Page 1", "Page 2"]
    workflow.move_page(last, actor=head, up=False)
    assert [page.title for page in course.pages.all()] == ["Page 1", "Page 3", "Page 2"]


def test_a_page_that_goes_takes_along_who_had_read_it(head, course, teacher):
    read_all(course, teacher)
    workflow.remove_page(course.pages.first(), actor=head)
    assert Progress.objects.count() == 1
    assert workflow.start_attempt(course, actor=teacher).asked == 4


def test_two_who_write_at_once_lose_no_words(head, deputy, course):
    page, question = course.pages.first(), question_of(course)
    seen = page.changed_at, question.changed_at, course.changed_at
    later = seen[0].replace(year=2027)
    with pytest.raises(WrongState, match="while you were looking"):
        workflow.change_page(page, actor=deputy, title="T", body_markdown="B", seen=later)
    with pytest.raises(WrongState, match="while you were looking"):
        workflow.change_question(question, actor=deputy, **WORDS, seen=later)
    with pytest.raises(WrongState, match="while you were looking"):
        workflow.change_course(course, actor=deputy, **RULES, seen=later)
    assert workflow.change_page(page, actor=deputy, title="T", body_markdown="B", seen=seen[0]).title == "T"


@pytest.mark.parametrize("way", [("live", "publish"), ("retired", "retire")])
def test_nothing_becomes_what_it_is(head, course, way):
    if way[0] == "retired":
        workflow.retire_course(course, actor=head)
    verb = workflow.publish_course if way[1] == "publish" else workflow.retire_course
    with pytest.raises(WrongState):
        verb(course, actor=head)


def test_a_rollback_leaves_the_course_as_it_was(head, course, monkeypatch):
    monkeypatch.setattr(writing.selectors, "lacking", lambda course: 1 / 0)
    events = Event.objects.count()
    with pytest.raises(ZeroDivisionError):
        workflow.add_page(course, actor=head, title="T", body_markdown="B")
    course.refresh_from_db()
    assert (course.pages.count(), course.edition, Event.objects.count()) == (2, 1, events)
