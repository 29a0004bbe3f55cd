"""The school's own days off: a run of more than three needs SLT, because holidays are monitored too (M1)."""

from datetime import date

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from school import workflow
from school.models import NonWorkingDay


def add(actor, first, last=None, label="Training day"):
    return workflow.add_days_off(actor=actor, first=first, last=last, label=label)


def days():
    return list(NonWorkingDay.objects.values_list("date", flat=True))


def test_a_single_day_is_added(admin):
    add(admin, date(2026, 11, 27))
    assert days() == [date(2026, 11, 27)]
    assert Event.objects.get(verb="school.add_days_off").data == {"date": "2026-11-27", "run": 1}


def test_three_in_a_row_an_administrator_may_add(admin):
    add(admin, date(2026, 11, 23), date(2026, 11, 25))
    assert len(days()) == 3


def test_four_in_a_row_need_slt(admin, head):
    with pytest.raises(NotAllowed, match="4 days off in a row"):
        add(admin, date(2026, 11, 23), date(2026, 11, 26))
    assert days() == []
    add(head, date(2026, 11, 23), date(2026, 11, 26))
    assert len(days()) == 4


def test_a_long_run_cannot_be_put_together_piece_by_piece(admin):
    add(admin, date(2026, 11, 23), date(2026, 11, 24))
    add(admin, date(2026, 11, 26))
    with pytest.raises(NotAllowed, match="4 days off in a row"):
        add(admin, date(2026, 11, 25))


def test_a_weekend_or_a_bank_holiday_does_not_break_a_run(admin):
    add(admin, date(2026, 12, 23), date(2026, 12, 24))  # then a bank holiday, a weekend and another bank holiday
    with pytest.raises(NotAllowed, match="4 days off in a row"):
        add(admin, date(2026, 12, 29), date(2026, 12, 30))


def test_days_on_which_nobody_works_anyway_are_left_out(head):
    add(head, date(2026, 12, 23), date(2026, 12, 29))
    assert days() == [date(2026, 12, 23), date(2026, 12, 24), date(2026, 12, 29)]


@pytest.mark.parametrize("who", ["teacher", "volunteer", "dsl", "chair", "leaver"])
def test_nobody_else_changes_the_list(request, admin, who):
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        add(actor, date(2026, 11, 27))
    day = add(admin, date(2026, 11, 27))[0]
    with pytest.raises(NotAllowed):
        workflow.remove_day_off(day, actor=actor)
    assert days() == [date(2026, 11, 27)]


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (date(2026, 11, 27), None, " "),
        (date(2026, 11, 27), date(2026, 11, 26), "X"),
        (date(2026, 11, 27), date(2027, 1, 27), "X"),
        (date(2026, 11, 28), date(2026, 11, 29), "X"),
        (date(2026, 12, 25), None, "X"),
    ],
)
def test_what_makes_no_sense_is_refused(head, first, last, label):
    with pytest.raises(InvalidInput):
        add(head, first, last, label)
    assert days() == []


def test_a_day_is_added_once(head):
    add(head, date(2026, 11, 27))
    with pytest.raises(InvalidInput):
        add(head, date(2026, 11, 27))


def test_a_day_is_taken_off_the_list(admin):
    day = add(admin, date(2026, 11, 27))[0]
    workflow.remove_day_off(day, actor=admin)
    assert days() == []
    with pytest.raises(WrongState):
        workflow.remove_day_off(day, actor=admin)


def test_a_failure_leaves_neither_day_nor_record(head, monkeypatch):
    monkeypatch.setattr(workflow.calendar.audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(head, date(2026, 11, 27))
    assert days() == []
    assert not Event.objects.filter(verb="school.add_days_off").exists()


def test_days_beyond_the_calendar_are_refused(head):
    for day in (date.min, date.max):
        with pytest.raises(InvalidInput, match="Years go from"):
            workflow.add_days_off(actor=head, first=day, label="Training day")
