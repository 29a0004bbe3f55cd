"""The ladder: what follows from its steps, and what an edit of it changes (M2)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from audit.models import Event
from conftest import NOW
from core.errors import InvalidInput, NotAllowed
from core.worktime import Calendar
from moderation import sweep
from moderation.clock_rules import SchoolClock, school_clock
from moderation.escalation import workflow
from moderation.escalation.ladder import Ladder, Step, Times, load
from moderation.models import Item, ItemStage, LadderStep
from moderation.states import Anchor, Stage, Whom

LONDON = ZoneInfo("Europe/London")
RECEIVED = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
DUE = RECEIVED + timedelta(hours=24)
HOUR = timedelta(hours=1)


def ladder(*steps: tuple[str, str, int, str]) -> Ladder:
    clock = SchoolClock(Calendar(), LONDON)
    return Ladder((Step(key, anchor, minutes, whom, True, False, key) for key, anchor, minutes, whom in steps), clock)


def reached(found: Ladder, at: datetime, done: tuple[str, ...] = (), **times: datetime) -> list[str]:
    return [str(moment.stage) for moment in found.look(Times(RECEIVED, DUE, **times), at, done).reached]


def test_without_any_step_a_breach_and_a_missed_target_are_still_found():
    course = ladder().course(Times(RECEIVED, DUE, RECEIVED, RECEIVED + 2 * HOUR))
    assert course == [(RECEIVED + 2 * HOUR, Stage.PRIORITY_BREACH), (DUE, Stage.BREACH)]


def test_the_course_of_the_ladder_that_a_school_starts_with(school):
    course = load(school_clock()).course(Times(RECEIVED, DUE, RECEIVED, RECEIVED + 2 * HOUR))
    assert [moment.stage for moment in course] == [
        *("priority", Stage.PRIORITY_BREACH, "priority_late", "priority_safeguarding"),
        *("reminder_half", "reminder_two_hours", Stage.BREACH, "late_runners", "escalated_administrators"),
        "escalated_slt",
    ]


def test_a_reminder_is_overtaken_by_a_later_one_to_the_same_people_only():
    found = ladder(
        ("half", Anchor.HALF, 0, Whom.HOLDER),
        ("three", Anchor.BEFORE_DUE, 180, Whom.SLT),
        ("two", Anchor.BEFORE_DUE, 120, Whom.HOLDER),
    )
    assert reached(found, DUE - HOUR) == ["three", "two"]
    assert reached(found, DUE - HOUR, ("two",)) == ["three"]
    assert reached(found, DUE + HOUR) == [Stage.BREACH]


def test_a_reminder_longer_before_than_there_is_time_is_left_out():
    found = ladder(("early", Anchor.BEFORE_DUE, 30 * 60, Whom.HOLDER))
    assert found.look(Times(RECEIVED, DUE), RECEIVED, ()) == ([], DUE)
    weekend = Times(RECEIVED, RECEIVED + timedelta(hours=60))
    assert found.look(weekend, RECEIVED, ()).next_at == RECEIVED + timedelta(hours=30)


def test_the_due_moment_itself_is_in_time_and_the_next_one_is_late():
    found = ladder(("late", Anchor.AFTER_DUE, 0, Whom.RUNNERS), ("later", Anchor.AFTER_DUE, 90, Whom.SLT))
    assert found.look(Times(RECEIVED, DUE), DUE, ()) == ([], DUE)
    look = found.look(Times(RECEIVED, DUE), DUE + timedelta(microseconds=1), ())
    assert [moment.stage for moment in look.reached] == [Stage.BREACH, "late"]
    assert look.next_at == DUE + timedelta(minutes=90)


def test_what_is_switched_off_is_not_done(item, clock, head):
    step = LadderStep.objects.get(key=Stage.REMINDER_HALF)
    workflow.switch_step(step, actor=head, on=False)
    clock.move_to(item.received_at + 13 * HOUR)
    sweep.run()
    assert not ItemStage.objects.exists()


def add(actor, **fields):
    values = {"name": "SLT early", "anchor": "after_due", "minutes": 30, "whom": "slt", "channel": "mail"}
    return workflow.add_step(actor=actor, **{**values, **fields})


def test_a_new_step_is_taken_up_by_what_waits_and_nothing_is_done_twice(item, make_item, clock, head):
    sweep.run()
    clock.move_to(item.due_at + HOUR)
    sweep.run()
    before = ItemStage.objects.count()
    step = add(head)
    sweep.run()
    sweep.run()
    stage = ItemStage.objects.get(stage=step.key)
    assert (stage.at, stage.noticed_at) == (item.due_at + timedelta(minutes=30), clock.now)
    assert ItemStage.objects.count() == before + 1
    assert Event.objects.get(verb="moderation.take_up_ladder").data == {"moved": 1, "looked_at": 1}
    workflow.change_step(
        step, actor=head, name="Later", anchor="after_due", minutes=600, whom="administrators", channel="portal"
    )
    clock.move_to(item.due_at + 11 * HOUR)
    sweep.run()
    assert ItemStage.objects.filter(stage=step.key).count() == 1


def test_an_earlier_step_brings_the_next_look_forward(item, clock, head):
    sweep.run()
    add(head, anchor="before_due", minutes=22 * 60, whom="runners")
    sweep.run()
    assert Item.objects.get(pk=item.pk).sweep_at == item.received_at + 2 * HOUR
    clock.move_to(NOW + HOUR)
    assert sum(sweep.run().stages.values()) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"anchor": "never"}, "anchor"),
        ({"minutes": 60 * 24 * 15}, "minutes"),
        ({"anchor": "before_due", "minutes": 0}, "minutes"),
        ({"whom": "everybody"}, "whom"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(head, fields, field):
    with pytest.raises(InvalidInput) as refused:
        add(head, **fields)
    assert refused.value.field == field
    assert not LadderStep.objects.filter(key__startswith="step_").exists()


def test_only_administrators_and_slt_change_the_ladder_and_who_did_is_on_the_record(teacher, dsl, admin):
    for person in (teacher, dsl):
        with pytest.raises(NotAllowed):
            add(person)
    step = add(admin, anchor="half", minutes=50)
    assert step.minutes == 0
    event = Event.objects.get(verb="moderation.add_step", refused=False)
    assert (event.actor, event.data["whom"]) == (f"person:{admin.pk}", "slt")


def test_the_hours_of_the_desk_are_checked(head, school):
    hours = {"priority_from": time(7), "priority_until": time(21), "quiet_from": time(20), "quiet_until": time(8)}
    settings = workflow.change_desk(actor=head, priority_minutes=60, claim_minutes=5, **hours)
    assert (settings.priority_minutes, settings.quiet_from) == (60, time(20))
    for wrong in ({"priority_minutes": 1}, {"priority_until": time(7)}, {"claim_minutes": 0}):
        with pytest.raises(InvalidInput):
            workflow.change_desk(actor=head, **{"priority_minutes": 60, "claim_minutes": 5, **hours, **wrong})
