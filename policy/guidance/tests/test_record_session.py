"""P6: the school writes down which lessons and sessions it held, for whom, and how many came."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit import chain
from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from policy.guidance import selectors
from policy.guidance.models import EducationSession
from policy.guidance.tests.conftest import TODAY


@pytest.mark.parametrize("who", ["teacher", "head", "admin", "dsl"])
def test_staff_record_what_they_held(request, record, who):
    by = request.getfixturevalue(who)
    kept = record(actor=by, pupils=28, parents=3)
    assert (kept.held_on, kept.detail, kept.recorded_by) == (TODAY, "Year 5", by)
    assert kept.took_part == [("Pupils", 28), ("Parents and carers", 3)]


def test_the_record_holds_numbers_and_no_words(record, teacher):
    kept = record(pupils=28, notes="Ana cried.")
    event = Event.objects.about(kept).get()
    assert (event.verb, event.actor) == ("guidance.record_session", f"person:{teacher.pk}")
    assert event.data == {"pupils": 28, "parents": 0, "staff": 0, "governors": 0}


@pytest.mark.parametrize("who", ["volunteer", "chair", "leaver"])
def test_volunteers_governors_and_leavers_do_not(request, record, who):
    with pytest.raises(NotAllowed, match="record lessons"):
        record(actor=request.getfixturevalue(who))
    assert not EducationSession.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"held_on": date(1, 1, 1)}, "held_on"),
        ({"pupils": 0}, "pupils"),
        ({"pupils": -1, "parents": 4}, "pupils"),
        ({"pupils": 10_001}, "pupils"),
        ({"title": "  "}, "title"),
        ({"led_by": ""}, "led_by"),
    ],
)
def test_what_cannot_be_is_refused(record, values, field):
    with pytest.raises(InvalidInput) as refusal:
        record(**{"pupils": 28} | values)
    assert refusal.value.field == field
    assert not EducationSession.objects.exists()


def test_the_very_same_is_not_recorded_twice(record, teacher2):
    record()
    with pytest.raises(WrongState, match="already"):
        record(actor=teacher2)
    assert record(detail="Year 6", pupils=28).pk


def test_a_rollback_leaves_nothing(record, monkeypatch):
    monkeypatch.setattr(chain, "append", lambda events: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record()
    assert not EducationSession.objects.exists()


def test_the_database_too_wants_somebody_to_have_come(record):
    kept = record()
    with pytest.raises(IntegrityError), transaction.atomic():
        EducationSession.objects.filter(pk=kept.pk).update(pupils=0)


def test_what_was_held_in_a_time_is_counted_for_the_governors(record):
    record(pupils=28)
    record(held_on=date(2026, 10, 1), parents=40, staff=2)
    record(held_on=date(2026, 9, 1), pupils=10)
    record(held_on=date(2026, 8, 31), pupils=500)
    held = selectors.sessions_held(date(2026, 9, 1), TODAY)
    assert (held.sessions, held.pupils, held.parents, held.staff, held.governors) == (3, 38, 40, 2, 0)


def test_nothing_held_counts_as_nothing(db):
    assert selectors.sessions_held(TODAY, TODAY) == selectors.Held(0, 0, 0, 0, 0)
