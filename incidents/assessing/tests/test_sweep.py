"""The sweep of the clocks: each moment once, however often, late or interrupted, and whom it tells (I2, I5, H5)."""

from datetime import time, timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from audit import chain
from incidents import tasks, workflow
from incidents.assessing import sweep
from incidents.assessing.audience import audiences
from incidents.assessing.tests.conftest import JUDGED, events, told
from incidents.models import ClockStage, IncidentClock
from incidents.states import Category, Clock, ClockStep
from incidents.tests.conftest import SAID
from incidents.timing import steps
from moderation.models import DeskSettings
from notifications.models import Mail, Notification
from notifications.workflow import compose


@pytest.fixture(autouse=True)
def no_quiet_hours(school):
    """Messages go out at any time here, but in the test of quiet hours itself."""
    DeskSettings.objects.create(pk=1, quiet_from=time(0), quiet_until=time(0))


def the_clock(incident, kind=Clock.REGULATOR) -> IncidentClock:
    return incident.clocks.get(kind=kind)


def moment(incident, step, kind=Clock.REGULATOR):
    one = the_clock(incident, kind)
    return steps(one.from_at, one.due_at)[step]


def stages() -> list[str]:
    return list(ClockStage.objects.order_by("at", "pk").values_list("step", flat=True))


def test_each_moment_is_written_once_and_told_once_with_mail(breach, head, deputy, clock) -> None:
    expected: list[str] = []
    for step in ClockStep:
        clock.move_to(moment(breach, step) - timedelta(seconds=1))
        sweep.run()
        assert stages() == expected
        clock.move_to(moment(breach, step))
        expected.append(step)
        assert (sweep.run(), sweep.run()) == (1, 0)
        assert stages() == expected
        rows = Notification.objects.filter(template=f"incidents.clock_{step}")
        assert {row.recipient for row in rows} == {head, deputy}
        assert {row.mail for row in rows} == {Mail.WAITING}
    found = the_clock(breach)
    assert found.breached_at == found.due_at
    assert found.sweep_at is None
    assert [event.data["step"] for event in events("incidents.look_at_clocks")] == expected


def test_when_it_is_late_the_next_in_the_order_is_told_without_a_link(breach, chair, clock) -> None:
    clock.move_to(moment(breach, ClockStep.LATE))
    sweep.run()
    assert told("incidents.clock_late_above") == {chair}
    assert Notification.objects.get(template="incidents.clock_late_above").url == ""


def test_above_the_safeguarding_leads_stands_slt_and_above_the_chair_the_outside_contact(
    make_incident, head, deputy, dsl, chair, make_person, clock
) -> None:
    contact = make_person("Otto Outside", "outside_contact", employed=False)
    make_incident("safeguarding")
    clock.move_to(clock.now + timedelta(days=3))
    sweep.run()
    assert told("incidents.clock_late") == {dsl}
    assert told("incidents.clock_late_above") == {head, deputy}
    make_incident("staff", alleged=[head])
    clock.move_to(clock.now + timedelta(days=9))
    sweep.run()
    assert told("incidents.clock_late") == {dsl, deputy, chair}
    assert contact in told("incidents.clock_late_above")


@pytest.mark.parametrize("category", ["offensive", "harassment", "safeguarding", "compromised", "staff"])
def test_those_whom_the_sweep_tells_are_those_who_can_read_the_file(
    make_incident, head, deputy, dsl, admin, chair, leaver, teacher2, category
) -> None:
    found = [make_incident(category), make_incident(category, alleged=[head]), make_incident(category, alleged=[dsl])]
    for one in found:
        handler = workflow.handlers(one).first()
        workflow.name_person(one, teacher2, actor=handler, part="handler")
    told_of = audiences(found)
    for one in found:
        assert set(told_of[one.pk].handlers) == set(workflow.handlers(one))
        assert not set(told_of[one.pk].above) & set(told_of[one.pk].handlers)


@pytest.mark.parametrize("named", ["deputy", "chair"])
def test_nobody_who_is_named_in_it_hears_of_its_clocks(
    make_breach, head, deputy, chair, make_person, clock, request, named
):
    make_person("Nia Third", "slt", "staff")
    person = request.getfixturevalue(named)
    breach = make_breach()
    clock.move_to(moment(breach, ClockStep.HALF))
    sweep.run()
    workflow.name_person(breach, person, actor=head, part="alleged")
    clock.move_to(moment(breach, ClockStep.LATE))
    sweep.run()
    assert not Notification.objects.filter(
        recipient=person, about_type="incidents.incident", withdrawn_at=None
    ).exists()


def test_after_an_outage_people_hear_of_the_last_moment_alone(breach, head, clock) -> None:
    clock.move_to(moment(breach, ClockStep.LATE) + timedelta(days=2))
    assert sweep.run() == 3
    assert stages() == list(ClockStep)
    assert told("incidents.clock_half") == told("incidents.clock_quarter") == set()
    assert head in told("incidents.clock_late")


def test_neither_resolving_nor_opening_again_nor_a_holiday_stops_it(breach, head, deputy, clock) -> None:
    due_at = the_clock(breach).due_at
    workflow.resolve(breach, actor=head, outcome="internal", **SAID)
    workflow.reopen(breach, actor=head, reason="There is more.")
    workflow.recategorise(breach, actor=head, category="other", reason="It is none.")
    assert the_clock(breach).due_at == due_at
    clock.move_to(moment(breach, ClockStep.HALF))
    assert sweep.run() == 1


def test_in_the_quiet_hours_only_what_is_urgent_wakes_anybody(make_incident, breach, head, dsl, clock) -> None:
    DeskSettings.objects.update(quiet_from=time(19), quiet_until=time(7))
    night = moment(breach, ClockStep.HALF).replace(hour=22)
    clock.move_to(night)
    threat = make_incident("threat_to_life")
    clock.move_to(night + timedelta(minutes=31))
    assert sweep.run() == 1
    assert ClockStage.objects.get().clock.incident == threat
    clock.move_to(night + timedelta(hours=9))
    sweep.run()
    assert ClockStage.objects.filter(clock__incident=breach).exists()


def test_what_was_done_in_time_warns_nobody(breach, head, clock) -> None:
    workflow.waive_duty(breach, "regulator", actor=head, reason="No risk.")
    clock.move_to(clock.now + timedelta(days=9))
    assert sweep.run() == 0


def test_a_process_that_dies_before_the_end_leaves_nothing_and_the_next_does_it(
    breach, head, clock, monkeypatch
) -> None:
    clock.move_to(moment(breach, ClockStep.HALF))
    with monkeypatch.context() as broken:

        def die(*args: object) -> None:
            raise OperationalError("gone")

        broken.setattr(chain, "append", die)
        with pytest.raises(OperationalError):
            sweep.run()
    assert stages() == []
    assert told("incidents.clock_half") == set()
    assert sweep.run() == 1
    assert head in told("incidents.clock_half")


def test_a_bad_row_stops_no_other(make_breach, clock, monkeypatch) -> None:
    bad, good = make_breach(), make_breach("data_complaint")
    whole = sweep._new_stages

    def fail_for_one(clocks, now):
        if any(one.incident_id == bad.pk for one in clocks):
            raise ValueError("bad")
        return whole(clocks, now)

    monkeypatch.setattr(sweep, "_new_stages", fail_for_one)
    clock.move_to(clock.now + timedelta(days=40))
    assert sweep.run() == 3
    assert {stage.clock.incident_id for stage in ClockStage.objects.select_related("clock")} == {good.pk}


def test_an_error_in_one_part_keeps_no_other_from_its_work(breach, clock, monkeypatch) -> None:
    def fail() -> None:
        raise ValueError("bad")

    monkeypatch.setattr(tasks, "led_elsewhere", fail)
    clock.move_to(moment(breach, ClockStep.HALF))
    tasks.look_after()
    assert stages() == [ClockStep.HALF]


def test_it_costs_the_same_for_one_and_for_many(make_incident, head, deputy, chair, clock) -> None:
    def cost() -> int:
        clock.move_to(clock.now + timedelta(days=9))
        with CaptureQueriesContext(
            connection,
        ) as found:
            sweep.run()
        return len(found)

    make_incident("staff")
    one = cost()
    for number in range(6):
        make_incident("staff", what_happened=f"Rude words, {number}.")
    assert cost() == one
    assert cost() <= 1  # with nothing due it looks once


def test_no_notice_says_what_it_is_about(make_incident, head, deputy, dsl, chair, clock) -> None:
    for category in ("staff", "data_protection", "data_complaint", "indecent_image"):
        made = make_incident(category)
        who = dsl if category == "indecent_image" else head
        workflow.assess(made, actor=who, **(JUDGED | {"severity": "high"}))
        workflow.check_assessment(made, actor=deputy, agrees=False, words="No.") if who == head else None
    clock.move_to(clock.now + timedelta(days=40))
    sweep.run()
    words = ["officer", "regulator", "complaint", "protection", "allegation", "image", "safeguard", "high", "rude"]
    words += [category.label.lower() for category in Category]
    for row in Notification.objects.all():
        mail = compose(row)
        said = f"{mail.subject} {mail.body}".lower()
        assert [word for word in words if word in said] == []
        assert set(row.params) <= {"reference", "by"}
