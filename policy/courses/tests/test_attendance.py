"""P3: training held in person, recorded for many people at once."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from notifications.models import Notification
from policy import selectors as standing
from policy import workflow as policy
from policy.courses import workflow
from policy.courses.models import Completion
from policy.models import TrainingRecord
from policy.workflow import training

TODAY = date(2026, 11, 18)
HOW = "Led by Helen Head; the list is in the office"


def record(people, by, **changes):
    return workflow.record_attendance(people, actor=by, **{"completed_on": TODAY, "evidence": HOW} | changes)


@pytest.mark.parametrize("who", ["head", "admin"])
def test_many_people_at_once_and_each_is_told(request, course, teacher, teacher2, volunteer, who):
    by = request.getfixturevalue(who)
    records = record([teacher, teacher2, volunteer], by, course=course)
    assert {one.person for one in records} == {teacher, teacher2, volunteer}
    assert {(one.title, one.valid_until, one.evidence, one.recorded_by) for one in records} == {
        ("Safe pictures", date(2027, 11, 18), HOW, by)
    }
    assert Completion.objects.filter(course=course, attempt=None).count() == 3
    assert standing.readiness(volunteer).trained_until == date(2027, 11, 18)
    told = Notification.objects.filter(template="policy.training_recorded")
    assert {row.recipient for row in told} == {teacher, teacher2, volunteer}
    event = Event.objects.get(verb="policy.record_attendance")
    assert sorted(event.data["people"]) == sorted(one.person_id for one in records)


def test_other_training_by_its_name(head, teacher):
    record([teacher], head, title="Staff day", valid_until=TODAY + timedelta(days=90))
    assert TrainingRecord.objects.get().title == "Staff day"
    assert not Completion.objects.exists()


def test_the_same_list_sent_twice_records_nothing_twice(head, course, teacher, teacher2):
    record([teacher], head, course=course)
    assert [one.person for one in record([teacher, teacher2], head, course=course)] == [teacher2]
    with pytest.raises(WrongState, match="already"):
        record([teacher, teacher2], head, course=course)
    assert TrainingRecord.objects.count() == 2


@pytest.mark.parametrize("who", ["teacher2", "volunteer", "dsl", "chair", "leaver"])
def test_nobody_but_slt_and_administrators(request, course, teacher, who):
    by = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        record([teacher], by, course=course)
    with pytest.raises(NotAllowed):
        policy.record_attendance([teacher], actor=by, title="T", completed_on=TODAY, valid_until=TODAY, evidence=HOW)
    assert not TrainingRecord.objects.exists()


def test_nobody_records_their_own_among_others(course, head, teacher):
    with pytest.raises(NotAllowed, match="their own"):
        record([teacher, head], head, course=course)
    assert not TrainingRecord.objects.exists()


@pytest.mark.parametrize("who", ["head", "admin", "teacher"])
def test_nobody_says_that_a_quiz_was_passed(request, who, teacher):
    with pytest.raises(NotAllowed, match="Only the portal"):
        policy.complete_course(
            teacher, actor=request.getfixturevalue(who), title="T", completed_on=TODAY, valid_until=TODAY, evidence=""
        )
    assert not TrainingRecord.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"evidence": " "}, "evidence"),
        ({"evidence": "x" * 301}, "evidence"),
        ({"completed_on": TODAY + timedelta(days=1)}, "completed_on"),
        ({"completed_on": date.max}, "completed_on"),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
        ({"title": "Another"}, "title"),
        ({"course": None}, "course"),
        ({"course": None, "title": "Another"}, "valid_until"),
        ({"course": None, "title": "x" * 161, "valid_until": TODAY}, "title"),
    ],
)
def test_what_cannot_be_is_refused(course, head, teacher, changes, field):
    with pytest.raises(InvalidInput) as refusal:
        record([teacher], head, **{"course": course} | changes)
    assert refusal.value.field == field
    assert not TrainingRecord.objects.exists()


def test_nobody_ticked(course, head):
    with pytest.raises(InvalidInput, match="Tick"):
        record([], head, course=course)


def test_a_rollback_leaves_neither(course, head, teacher, monkeypatch):
    monkeypatch.setattr(training.notifications, "tell_each", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record([teacher], head, course=course)
    assert not TrainingRecord.objects.exists()
    assert not Event.objects.filter(verb="policy.record_attendance").exists()


# --- the page


def at(query=""):
    return reverse("courses:record_attendance") + query


def names(response):
    return set(re.findall(r'for="person-\d+">([^<]+)<', response.content.decode()))


def test_the_list_narrows_and_ticks_everybody_without_javascript(client, sign_in, head, teacher, volunteer, course):
    sign_in(client, head)
    assert names(client.get(at())) == {"Tom Teacher", "Vera Volunteer"}  # the head is not on it
    page = client.get(at("?role=volunteer&all=yes"))
    assert names(page) == {"Vera Volunteer"}
    assert page.content.decode().count(" checked>") == 1
    record([teacher], head, course=course)
    assert names(client.get(at("?show=untrained"))) == {"Vera Volunteer"}


def test_who_is_ticked_and_not_shown_stays_ticked(client, sign_in, head, teacher, volunteer, course):
    body = {"course": course.pk, "completed_on": "2026-11-18", "evidence": "", "people": [teacher.pk, volunteer.pk]}
    page = sign_in(client, head).post(at("?role=volunteer"), body)
    assert f'<input type="hidden" name="people" value="{teacher.pk}">' in page.content.decode()
    assert "1 more ticked" in page.content.decode()
    page = client.post(at("?role=volunteer"), body | {"evidence": HOW}, follow=True)
    assert "Recorded for 2 people." in page.content.decode()


@pytest.mark.parametrize("people", [["999999"], ["x"], ["9" * 30], []])
def test_people_who_are_not_on_the_list_are_refused(client, sign_in, head, teacher, course, people):
    body = {"course": course.pk, "completed_on": "2026-11-18", "evidence": HOW, "people": people}
    assert sign_in(client, head).post(at(), body).status_code == 200
    assert sign_in(client, head).post(at(), body | {"people": [head.pk, teacher.pk]}).status_code == 200
    assert not TrainingRecord.objects.exists()


def test_one_person_with_the_evidence(client, sign_in, head, teacher):
    body = {"title": "Day", "completed_on": "2026-11-18", "valid_until": "2027-11-18", "evidence": HOW}
    page = sign_in(client, head).post(reverse("policy:training", args=[teacher.pk]), body, follow=True)
    assert HOW in page.content.decode()
    assert TrainingRecord.objects.get().evidence == HOW
