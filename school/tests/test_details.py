"""The settings that SLT and Administrators change, each with its rule and its line in the record."""

from datetime import UTC, datetime

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from school import workflow
from school.models import current_school

READINGS = [
    ("read_friday", "friday", "from_17"),
    ("read_bank_holiday", "bank_holiday", "weekend"),
    ("read_day_end", "day_end", "at_17"),
]


@pytest.mark.parametrize("who", ["head", "admin"])
def test_slt_and_administrators_change_name_and_time_zone(request, who):
    actor = request.getfixturevalue(who)
    workflow.change_details(actor=actor, name="  St. Jude's   Primary ", time_zone="Europe/Dublin")
    school = current_school()
    assert (school.name, school.time_zone) == ("St. Jude's Primary", "Europe/Dublin")
    assert Event.objects.get(verb="school.change_details").data == {"time_zone": "Europe/Dublin"}


@pytest.mark.parametrize("who", ["teacher", "volunteer", "dsl", "chair", "leaver"])
def test_nobody_else_does(request, who):
    with pytest.raises(NotAllowed):
        workflow.change_details(actor=request.getfixturevalue(who), name="X", time_zone="Europe/London")
    assert current_school().name == "St. Jude's"


@pytest.mark.parametrize(
    ("name", "zone", "field"),
    [(" ", "Europe/London", "name"), ("X", "Europe/Atlantis", "time_zone"), ("X", "../etc", "time_zone")],
)
def test_what_cannot_be_is_refused(head, name, zone, field):
    with pytest.raises(InvalidInput) as refusal:
        workflow.change_details(actor=head, name=name, time_zone=zone)
    assert refusal.value.field == field


def test_changing_nothing_leaves_no_trace_of_a_change(head):
    with pytest.raises(WrongState):
        workflow.change_details(actor=head, name="St. Jude's", time_zone="Europe/London")
    assert not Event.objects.filter(verb="school.change_details", refused=False).exists()


def test_slt_says_how_many_approvals_a_case_needs(head):
    workflow.require_approvals(actor=head, approvals_required=2)
    assert current_school().approvals_required == 2
    assert Event.objects.get(verb="school.require_approvals").data == {"approvals_required": 2}


@pytest.mark.parametrize("who", ["admin", "teacher"])
def test_an_administrator_does_not_weaken_the_approval(request, school, who):
    with pytest.raises(NotAllowed):
        workflow.require_approvals(actor=request.getfixturevalue(who), approvals_required=2)


@pytest.mark.parametrize("number", [0, 6])
def test_there_is_always_an_approval_and_not_too_many(head, number):
    with pytest.raises(InvalidInput):
        workflow.require_approvals(actor=head, approvals_required=number)


@pytest.mark.parametrize(("verb", "field", "value"), READINGS)
def test_slt_chooses_each_reading_of_the_policy(deputy, verb, field, value):
    getattr(workflow, verb)(actor=deputy, reading=value)
    assert getattr(current_school(), field) == value
    assert Event.objects.get(verb=f"school.{verb}").data == {field: value}


@pytest.mark.parametrize(("verb", "field", "value"), READINGS)
@pytest.mark.parametrize("who", ["admin", "teacher", "chair"])
def test_only_slt_does(request, who, verb, field, value):
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        getattr(workflow, verb)(actor=actor, reading=value)
    assert getattr(current_school(), field) != value
    assert Event.objects.get(verb=f"school.{verb}").refused


@pytest.mark.parametrize(("verb", "field", "value"), READINGS)
def test_an_unknown_reading_is_refused(head, verb, field, value):
    with pytest.raises(InvalidInput):
        getattr(workflow, verb)(actor=head, reading="whenever")


def test_a_failure_undoes_the_change(head, monkeypatch):
    monkeypatch.setattr(workflow.details.audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.read_friday(actor=head, reading="from_17")
    assert current_school().friday == "ordinary"
    assert not Event.objects.filter(verb="school.read_friday").exists()


def test_times_are_shown_in_the_school_s_zone(client, sign_in, head, teacher, clock):
    workflow.change_details(actor=head, name="St. Jude's", time_zone="Asia/Tokyo")
    clock.move_to(datetime(2026, 11, 18, 10, 0, tzinfo=UTC))
    assert "Last checked 7:00 pm" in sign_in(client, teacher).get("/").content.decode()
