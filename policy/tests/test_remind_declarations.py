"""P7: the portal asks each person for the declaration: when it is missing, 30 and 7 days before it ends, and after."""

from datetime import date, datetime, timedelta

import pytest

from audit.models import Event
from conftest import NOW
from core.actors import DAILY
from core.errors import NotAllowed
from notifications.models import Notification
from people.models import Role
from policy import tasks, workflow
from tests.two_rounds import come_between

LAST_DAY = date(2027, 11, 18)


def told(person):
    found = Notification.objects.filter(recipient=person, template__startswith="policy.declaration")
    return [notice.template.removeprefix("policy.declaration_") for notice in found.order_by("pk")]


def go_to(clock, day: date) -> None:
    clock.move_to(datetime(day.year, day.month, day.day, 9, tzinfo=NOW.tzinfo))


def test_each_reminder_comes_once(teacher, head, version, clock):
    workflow.declare(actor=teacher)
    for left, so_far in ((31, 0), (30, 1), (29, 1), (7, 2), (0, 2), (-1, 3), (-40, 3)):
        go_to(clock, LAST_DAY - timedelta(days=left))
        tasks.remind_declarations()
        assert len(told(teacher)) == so_far, left
    assert told(teacher) == ["soon", "soon", "out"]


def test_a_portal_that_was_off_sends_the_latest_only(teacher, version, clock):
    workflow.declare(actor=teacher)
    go_to(clock, LAST_DAY + timedelta(days=3))
    tasks.remind_declarations()
    assert told(teacher) == ["out"]


def test_whoever_never_declared_is_asked_once(teacher, volunteer, leaver, version, clock):
    tasks.remind_declarations()
    clock.move_to(clock.now + timedelta(days=9))
    tasks.remind_declarations()
    assert (told(teacher), told(volunteer), told(leaver)) == (["asked"], ["asked"], [])


def test_whoever_was_invited_and_has_not_come_in_is_left_alone(make_person, version):
    invited = make_person("Ina Invited", Role.STAFF)
    invited.set_unusable_password()
    invited.save()
    tasks.remind_declarations()
    assert told(invited) == []


def test_nobody_is_asked_before_there_is_a_policy(teacher):
    tasks.remind_declarations()
    assert told(teacher) == []


def test_the_record_has_one_line_for_all_and_none_for_nothing(teacher, teacher2, head, version):
    for _ in range(3):
        tasks.remind_declarations()
    event = Event.objects.get(verb="policy.remind_declaration")
    assert event.data == {"people": sorted([teacher.pk, teacher2.pk, head.pk])}


def test_of_two_rounds_at_once_one_reminds(teacher, head, version, monkeypatch):
    come_between(monkeypatch, tasks.remind_declarations)
    tasks.remind_declarations()
    assert Event.objects.filter(verb="policy.remind_declaration").count() == 1


def test_a_new_declaration_ends_the_asking_and_starts_a_new_year(teacher, version, clock):
    workflow.declare(actor=teacher)
    go_to(clock, LAST_DAY - timedelta(days=20))
    tasks.remind_declarations()
    workflow.declare(actor=teacher)
    go_to(clock, LAST_DAY + timedelta(days=1))
    tasks.remind_declarations()
    assert told(teacher) == ["soon"]


def test_many_people_cost_as_many_queries_as_few(head, make_person, version, django_assert_max_num_queries):
    for number in range(30):
        make_person(f"Person {number}", Role.STAFF)
    tasks.remind_declarations()
    with django_assert_max_num_queries(5):
        tasks.remind_declarations()


@pytest.mark.parametrize("who", ["head", "admin", "teacher"])
def test_nobody_but_the_daily_round_does(request, version, who):
    with pytest.raises(NotAllowed):
        workflow.remind_declarations(actor=request.getfixturevalue(who))


def test_a_rollback_leaves_neither(teacher, version, monkeypatch):
    monkeypatch.setattr("policy.workflow.declaring.audit.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.remind_declarations(actor=DAILY)
    assert told(teacher) == []
