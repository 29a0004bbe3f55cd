"""P3: whose training is missing or runs out, asking them, and the portal's own reminders."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from core.actors import DAILY, SWEEP
from core.errors import NotAllowed, WrongState
from notifications.models import Notification
from policy import workflow as policy
from policy.courses import selectors, tasks, workflow
from policy.courses.workflow import reminding

TODAY = date(2026, 11, 18)


def train(person, head, days, *, completed=date(2026, 1, 5), title="Safe"):
    return policy.record_training(
        person, actor=head, title=title, completed_on=completed, valid_until=TODAY + timedelta(days=days)
    )


def due(**chosen):
    return [person.full_name for person in selectors.due(chosen).order_by("until", "full_name")]


def test_the_list_names_who_was_never_trained_who_ran_out_and_who_soon_will(
    head, teacher, teacher2, volunteer, chair, leaver
):
    train(teacher, head, -1)
    train(teacher2, head, 30)
    train(volunteer, head, 31)
    assert due() == ["Cora Chair", "Helen Head", "Tom Teacher", "Tara Teacher"]
    assert due(show="never") == ["Cora Chair", "Helen Head"]
    assert due(show="ran_out") == ["Tom Teacher"]
    assert due(show="soon") == ["Tara Teacher"]
    assert due(role="slt") == ["Helen Head"]
    assert due(q="tara") == ["Tara Teacher"]
    assert selectors.due_counts() == {"never": 2, "ran_out": 1, "soon": 1, "fine": 1}


def test_a_newer_record_counts_and_one_struck_out_does_not(head, teacher):
    train(teacher, head, -5)
    newer = train(teacher, head, 200)
    assert "Tom Teacher" not in due()
    policy.strike_training(newer, actor=head)
    assert due(show="ran_out") == ["Tom Teacher"]


def test_the_page_filters_in_its_address_and_gives_a_file(client, sign_in, admin, head, teacher):
    train(teacher, head, -1, title="=1+1")
    sign_in(client, admin)
    page = client.get(reverse("courses:due"), {"show": "ran_out"}).content.decode()
    assert "Tom Teacher" in page
    assert "Helen Head" not in page
    answer = client.get(reverse("courses:due_csv"), {"show": "ran_out"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1:] == [["Tom Teacher", "tom.teacher@stjudes.example", "Staff", "Ran out", "'=1+1", "2026-11-17"]]


def test_a_long_list_goes_on_on_the_next_page(client, sign_in, head, make_person):
    for number in range(60):
        make_person(f"Person {number:02}", "staff")
    page = sign_in(client, head).get(reverse("courses:due"))
    first = [person for person, _ in page.context["rows"]]
    more = client.get(reverse("courses:due"), {"cursor": page.context["page"].next_cursor})
    second = [person for person, _ in more.context["rows"]]
    assert (len(first), len(second)) == (50, 11)
    assert not set(first) & set(second)


# --- asking


def test_whoever_is_due_is_asked_once_a_day_at_most(course, head, admin, teacher, teacher2, clock):
    train(teacher2, head, 90)
    assert workflow.chase([teacher, teacher2], actor=head) == 1
    workflow.chase([teacher], actor=admin)
    row = Notification.objects.get(template="courses.chase")
    assert (row.recipient, row.url) == (teacher, reverse("courses:course", args=[course.pk]))
    assert Event.objects.filter(verb="courses.chase").count() == 2
    clock.move_to(clock.now + timedelta(days=1))
    workflow.chase([teacher], actor=head)
    assert Notification.objects.filter(template="courses.chase").count() == 2


@pytest.mark.parametrize("who", ["teacher2", "volunteer", "dsl", "chair"])
def test_only_slt_and_administrators_ask(request, teacher, who):
    with pytest.raises(NotAllowed):
        workflow.chase([teacher], actor=request.getfixturevalue(who))
    assert not Notification.objects.exists()


def test_when_all_are_trained_nobody_is_disturbed(head, admin, teacher):
    train(teacher, head, 90)
    with pytest.raises(WrongState, match="Everybody"):
        workflow.chase([teacher], actor=admin)


def test_one_click_asks_those_on_the_filtered_list(client, sign_in, head, teacher, volunteer):
    train(teacher, head, -1)
    page = sign_in(client, head).post(reverse("courses:chase") + "?show=ran_out", follow=True)
    assert "1 person is reminded." in page.content.decode()
    assert page.redirect_chain[-1][0].endswith("?show=ran_out")
    assert Notification.objects.get(template="courses.chase").recipient == teacher


def test_a_rollback_asks_nobody(head, teacher, monkeypatch):
    monkeypatch.setattr(reminding.audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.chase([teacher], actor=head)
    assert not Notification.objects.exists()


# --- the portal's own reminders


def reminded(person):
    return list(
        Notification.objects.filter(recipient=person, template__startswith="courses.exp")
        .order_by("pk")
        .values_list("template", "event")
    )


@pytest.mark.parametrize(("days", "stage"), [(31, None), (30, 30), (8, 30), (7, 7), (0, 7), (-1, 0), (-200, 0)])
def test_the_nearest_reminder_is_sent_once(head, teacher, days, stage):
    record = train(teacher, head, days)
    for _ in range(3):
        tasks.training_that_runs_out()
    kind = "courses.expired" if stage == 0 else "courses.expiring"
    assert reminded(teacher) == ([] if stage is None else [(kind, f"training:{record.pk}:runs_out:{stage}")])
    assert Event.objects.filter(verb="courses.remind_expiring").count() == (0 if stage is None else 1)


def test_each_stage_comes_on_its_day(head, teacher, clock):
    record = train(teacher, head, 30)
    seen = []
    for day in range(35):
        clock.move_to(datetime.fromisoformat("2026-11-18T10:00+00:00") + timedelta(days=day))
        before = len(reminded(teacher))
        workflow.remind_expiring(actor=DAILY)
        seen += [(day, event) for _, event in reminded(teacher)[before:]]
    at = f"training:{record.pk}:runs_out"
    assert seen == [(0, f"{at}:30"), (23, f"{at}:7"), (31, f"{at}:0")]


def test_a_machine_that_was_off_sends_only_the_nearest(head, teacher, clock):
    record = train(teacher, head, 30)
    clock.move_to(clock.now + timedelta(days=40))
    workflow.remind_expiring(actor=DAILY)
    assert reminded(teacher) == [("courses.expired", f"training:{record.pk}:runs_out:0")]


def test_whoever_has_a_newer_record_left_or_was_never_trained_gets_none(head, teacher, teacher2, leaver):
    train(teacher, head, 3)
    train(teacher, head, 300)
    train(leaver, head, 3)
    assert workflow.remind_expiring(actor=DAILY) == 0
    assert not Notification.objects.filter(template__startswith="courses.").exists()


def test_short_training_brings_no_reminder_on_its_first_day(head, teacher, clock):
    train(teacher, head, 20, completed=TODAY)
    assert workflow.remind_expiring(actor=DAILY) == 0
    clock.move_to(clock.now + timedelta(days=13))
    assert workflow.remind_expiring(actor=DAILY) == 1


def test_nobody_but_the_daily_round_sends_them(head, teacher):
    train(teacher, head, 3)
    for actor in (head, SWEEP):
        with pytest.raises(NotAllowed):
            workflow.remind_expiring(actor=actor)
    assert reminded(teacher) == []


def test_a_rollback_reminds_nobody(head, teacher, monkeypatch):
    train(teacher, head, 3)
    monkeypatch.setattr(reminding.notifications, "tell_each", lambda *a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.remind_expiring(actor=DAILY)
    monkeypatch.undo()
    assert workflow.remind_expiring(actor=DAILY) == 1
