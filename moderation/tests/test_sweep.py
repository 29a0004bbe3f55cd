"""The sweep: each moment acted on once, however often, how late or beside what it runs (M2)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from conftest import NOW
from moderation import stages, sweep, tasks, workflow
from moderation.clock_rules import school_clock
from moderation.escalation import looking
from moderation.escalation.ladder import load, times_of
from moderation.models import DeskSettings, Item, ItemStage
from moderation.states import Stage
from notifications.models import Mail, Notification

LONDON = ZoneInfo("Europe/London")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


def recorded(item: Item) -> list[str]:
    return list(ItemStage.objects.filter(item=item).order_by("at", "pk").values_list("stage", flat=True))


def told(item: Item, stage: Stage) -> set[str]:
    rows = Notification.objects.filter(event=f"item:{item.pk}:{stage}")
    return {row.recipient.full_name for row in rows}


def half(item: Item) -> datetime:
    return item.received_at + (item.due_at - item.received_at) / 2


def two_hours_before(item: Item) -> datetime:
    return item.due_at - timedelta(hours=2)


def a_working_day_later(item: Item) -> datetime:
    """The end of the working day after the one on which it was due."""
    ladder = load(school_clock())
    return next(moment.at for moment in ladder.course(times_of(item)) if moment.stage == Stage.ESCALATED_SLT)


def fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


@pytest.fixture
def cast(teacher, admin, admin2, head, deputy):
    """Everybody who may be told is there."""


LATE = [Stage.BREACH, Stage.LATE_RUNNERS, Stage.ESCALATED_ADMINISTRATORS]


@pytest.fixture(autouse=True)
def no_quiet_hours(school):
    """Messages go out at any time here; quiet hours have tests of their own."""
    DeskSettings.objects.create(pk=1, quiet_from=time(0), quiet_until=time(0))


def test_every_stage_is_recorded_once_at_its_moment(item, clock, cast):
    moments = [
        (half(item), [Stage.REMINDER_HALF]),
        (two_hours_before(item), [Stage.REMINDER_TWO_HOURS]),
        (item.due_at + timedelta(seconds=1), LATE),
        (a_working_day_later(item), [Stage.ESCALATED_SLT]),
    ]
    expected: list[str] = []
    for moment, reached in moments:
        clock.move_to(moment - timedelta(minutes=1))
        sweep.run()
        assert recorded(item) == expected
        clock.move_to(moment)
        for _ in range(3):
            sweep.run()
        expected += reached
        assert recorded(item) == expected
    # The runner and both Administrators hear that it is late; then both of SLT.
    assert Notification.objects.filter(about_id=item.pk).count() == 1 + 1 + 3 + 2
    events = Event.objects.filter(verb__in=["moderation.step", "moderation.breach"], actor="system:sweep")
    assert [event.data.get("step", "breach") for event in events] == expected
    assert all(event.data["items"] == [item.pk] for event in events)
    assert fresh(item).sweep_at is None


def test_the_stages_of_a_wednesday_comment_come_at_the_policys_times(item):
    """Received Wednesday 9:00; due Thursday 9:00; SLT at the end of Friday."""
    assert [moment.at for moment in load(school_clock()).course(times_of(item))] == [
        at(2026, 11, 18, 21, 0),
        at(2026, 11, 19, 7, 0),
        *[at(2026, 11, 19, 9, 0)] * 3,
        at(2026, 11, 20, 23, 59, 59),
    ]


def test_a_weekend_comment_is_escalated_to_slt_after_the_next_working_day(make_item):
    item = make_item(at(2026, 11, 14, 15, 0))
    assert item.due_at == at(2026, 11, 16, 23, 59, 59)
    assert a_working_day_later(item) == at(2026, 11, 17, 23, 59, 59)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at(2026, 3, 28, 12, 0), at(2026, 3, 30, 23, 59, 59)),  # the weekend when clocks go forward
        (at(2026, 10, 23, 12, 0), at(2026, 10, 24, 12, 0)),
        (at(2026, 10, 25, 12, 0), at(2026, 10, 26, 23, 59, 59)),  # the day when they go back
    ],
)
def test_a_breach_comes_at_the_due_moment_when_the_clocks_change(make_item, clock, cast, received, due):
    item = make_item(received)
    assert item.due_at == due
    clock.move_to(due.astimezone(UTC))
    sweep.run()
    assert fresh(item).breached_at is None
    clock.move_to(due.astimezone(UTC) + timedelta(microseconds=1))
    sweep.run()
    assert fresh(item).breached_at == due


def test_who_is_told_at_each_stage(item, clock, cast):
    clock.move_to(half(item))
    sweep.run()
    clock.move_to(a_working_day_later(item))
    sweep.run()
    assert told(item, Stage.REMINDER_HALF) == {"Tom Teacher"}
    assert told(item, Stage.BREACH) == set()  # a record, not a message
    assert told(item, Stage.LATE_RUNNERS) == {"Tom Teacher"}
    assert told(item, Stage.ESCALATED_ADMINISTRATORS) == {"Ada Admin", "Alan Admin"}
    assert told(item, Stage.ESCALATED_SLT) == {"Helen Head", "Dev Deputy"}
    assert set(Notification.objects.values_list("mail", flat=True)) == {Mail.WAITING}


def test_a_reminder_goes_to_the_person_who_has_it(account, item, clock, cast, admin):
    clock.move_to(half(item))
    workflow.claim(item, actor=admin)
    sweep.run()
    assert told(item, Stage.REMINDER_HALF) == {"Ada Admin"}


def test_a_reminder_for_a_claimer_who_was_switched_off_goes_to_the_runners(item, clock, cast, admin):
    workflow.claim(item, actor=admin)
    admin.is_active = False
    admin.save()
    clock.move_to(half(item))
    sweep.run()
    assert told(item, Stage.REMINDER_HALF) == {"Tom Teacher"}


def test_without_an_active_runner_administrators_are_reminded(item, clock, cast, teacher):
    teacher.leaves_on = date(2026, 11, 1)
    teacher.save()
    clock.move_to(half(item))
    sweep.run()
    clock.move_to(item.due_at + timedelta(seconds=1))
    sweep.run()
    assert told(item, Stage.REMINDER_HALF) == {"Ada Admin", "Alan Admin"}
    late = told(item, Stage.LATE_RUNNERS) | told(item, Stage.ESCALATED_ADMINISTRATORS)
    assert late == {"Ada Admin", "Alan Admin"}
    assert Notification.objects.count() == 4  # each hears of one thing once


def test_a_notice_quotes_no_comment_and_says_when_it_was_due(make_item, clock, cast):
    item = make_item(NOW, text="My son Jack is in Year 4")
    clock.move_to(a_working_day_later(item))
    sweep.run()
    for row in Notification.objects.all():
        assert "Jack" not in str(row.params)
        assert row.params == {"account": "St Jude's on Facebook", "due": "Thu 19 Nov, 10:00 am"}
        assert row.url == f"/comments/{item.pk}/"


def test_the_portal_was_down_breach_and_escalations_but_no_stale_reminders(item, clock, cast):
    clock.move_to(a_working_day_later(item) + timedelta(days=3))
    sweep.run()
    assert recorded(item) == [*LATE, Stage.ESCALATED_SLT]
    found = fresh(item)
    assert found.breached_at == item.due_at
    breach = ItemStage.objects.get(item=item, stage=Stage.BREACH)
    assert (breach.at, breach.noticed_at) == (item.due_at, clock.now)


def test_only_the_latest_reminder_is_sent_late(item, clock, cast):
    clock.move_to(two_hours_before(item) + timedelta(minutes=5))
    sweep.run()
    assert recorded(item) == [Stage.REMINDER_TWO_HOURS]


@pytest.mark.parametrize("how", ["answered", "acknowledged", "closed"])
def test_what_was_answered_or_closed_in_time_is_left_alone(item, clock, cast, teacher, how):
    if how == "answered":
        response = workflow.draft_reply(item, actor=teacher, text="Thank you.", ready=True)
        workflow.confirm_posted(response, actor=teacher)
    elif how == "acknowledged":
        workflow.acknowledge(item, actor=teacher, text="Seen.")
    else:
        workflow.close_without_response(item, actor=teacher, reason="A thank-you")
    clock.move_to(a_working_day_later(item) + timedelta(days=1))
    assert sweep.run().looked_at == 0
    assert recorded(item) == []
    assert fresh(item).breached_at is None


def test_what_is_answered_after_the_breach_is_not_escalated_to_slt_and_stays_a_breach(item, clock, cast, teacher):
    clock.move_to(item.due_at + timedelta(minutes=1))
    sweep.run()
    workflow.acknowledge(item, actor=teacher, text="Sorry for the wait.")
    clock.move_to(a_working_day_later(item) + timedelta(days=1))
    sweep.run()
    found = fresh(item)
    assert found.breached_at == item.due_at
    assert found.late_by == timedelta(minutes=1)
    assert Stage.ESCALATED_SLT not in recorded(item)


def test_an_item_answered_between_finding_and_writing_is_no_breach(item, clock, cast, teacher, monkeypatch):
    clock.move_to(item.due_at + timedelta(seconds=30))
    find = sweep._next_chunk

    def find_then_answer(position):
        found = find(position)
        if found:
            workflow.acknowledge(item, actor=teacher, text="Seen.", posted_at=item.due_at)
        return found

    monkeypatch.setattr(sweep, "_next_chunk", find_then_answer)
    sweep.run()
    assert recorded(item) == []
    assert fresh(item).breached_at is None


def test_comments_from_before_the_account_was_watched_raise_nothing(make_item, make_account, teacher, clock, cast):
    account = make_account("New one", teacher, monitored_from=NOW)
    clock.move_to(NOW + timedelta(minutes=5))
    old = workflow.add_item(account, actor=teacher, text="Old", received_at=NOW - timedelta(seconds=1))
    new = workflow.add_item(account, actor=teacher, text="New", received_at=NOW)
    assert (old.in_figures, new.in_figures) == (False, True)
    clock.move_to(NOW + timedelta(days=10))
    sweep.run()
    assert recorded(old) == []
    assert Stage.BREACH in recorded(new)


def test_a_comment_found_late_on_a_watched_account_is_a_breach(account, teacher, clock, cast):
    """A connector's outage is no backfill."""
    item = workflow.add_item(account, actor=teacher, text="Found late", received_at=NOW - timedelta(days=3))
    sweep.run()
    assert fresh(item).breached_at == item.due_at < item.detected_at


def test_a_bad_row_never_stops_the_others(make_item, clock, cast, monkeypatch, caplog):
    items = [make_item(NOW - timedelta(minutes=n)) for n in range(5)]
    bad = items[2]
    write = stages.write

    def fail_on_the_bad_one(entries, now):
        if any(entry.item_id == bad.pk for entry in entries):
            raise ValueError("bad row")
        write(entries, now)

    monkeypatch.setattr(stages, "write", fail_on_the_bad_one)
    clock.move_to(NOW + timedelta(days=2))
    result = sweep.run()
    assert (result.failed, result.looked_at) == ([bad.pk], 5)
    assert f"item {bad.pk} could not be swept" in caplog.text
    assert {item.pk for item in items if Stage.BREACH in recorded(item)} == {item.pk for item in items} - {bad.pk}
    monkeypatch.undo()
    assert sweep.run().stages[Stage.BREACH] == 1
    assert Stage.BREACH in recorded(bad)


def test_a_failing_chunk_leaves_nothing_half_written(item, clock, cast, monkeypatch):
    clock.move_to(item.due_at + timedelta(minutes=1))
    monkeypatch.setattr(looking, "write", lambda changes: 1 / 0)
    sweep.run()
    assert recorded(item) == []
    assert fresh(item).breached_at is None
    assert not Event.objects.filter(verb="moderation.breach").exists()


def test_a_database_that_goes_away_is_no_bad_row(item, clock, cast, monkeypatch):
    def gone(*args):
        raise OperationalError("gone")

    clock.move_to(item.due_at + timedelta(minutes=1))
    monkeypatch.setattr(stages, "write", gone)
    with pytest.raises(OperationalError):
        sweep.run()
    assert sweep.last_beat() is None
    monkeypatch.undo()
    sweep.run()
    assert Stage.BREACH in recorded(item)


def test_the_heartbeat_is_left_at_the_end(school, clock):
    sweep.run()
    assert sweep.last_beat() == clock.now


def test_of_two_sweeps_at_once_each_stage_is_acted_on_by_one(item, clock, cast, monkeypatch):
    """The other finds the same items, and comes to write when this one has."""
    clock.move_to(item.due_at + timedelta(minutes=1))
    find, other = sweep._next_chunk, []

    def find_and_be_overtaken(position):
        found = find(position)
        if found and not other:
            other.append(None)
            other[0] = sweep.run()
        return found

    monkeypatch.setattr(sweep, "_next_chunk", find_and_be_overtaken)
    assert sweep.run().stages == {}
    assert other[0].stages == dict.fromkeys(LATE, 1)
    assert Event.objects.filter(verb="moderation.breach").count() == 1


def test_the_task_and_the_command_sweep(item, clock, cast, capsys):
    clock.move_to(item.due_at + timedelta(minutes=1))
    tasks.sweep()
    assert Stage.BREACH in recorded(item)
    call_command("sweep")
    assert "looked at 0" in capsys.readouterr().out


def many(account, teacher, number):
    rows = [workflow.NewItem(f"Comment {n}", NOW - timedelta(hours=1, seconds=n)) for n in range(number)]
    assert workflow.add_many(account, rows, actor=teacher).added == number


def test_a_chunk_costs_the_same_queries_however_full(account, teacher, clock, cast):
    def queries(number):
        many_before = Item.objects.count()
        rows = [workflow.NewItem(f"{many_before} {n}", clock.now - timedelta(hours=1)) for n in range(number)]
        workflow.add_many(account, rows, actor=teacher)
        clock.move_to(clock.now + timedelta(days=4))
        with CaptureQueriesContext(connection) as captured:
            assert sweep.run().stages[Stage.BREACH] == number
        return len(captured)

    sweep.run()
    few, full = queries(2), queries(500)
    assert few <= 75
    assert full <= few + 4


def test_with_nothing_due_a_sweep_asks_the_database_a_handful_of_times(item, clock, cast):
    sweep.run()
    with CaptureQueriesContext(connection) as captured:
        sweep.run()
    assert len(captured) <= 11


def test_more_than_one_chunk(account, teacher, clock, cast, monkeypatch):
    monkeypatch.setattr(sweep, "CHUNK", 20)
    number = sweep.CHUNK * 2 + 7
    many(account, teacher, number)
    clock.move_to(NOW + timedelta(days=1))
    result = sweep.run()
    assert result.stages == dict.fromkeys(LATE, number)
    assert ItemStage.objects.count() == 3 * number
    # However many there are, each hears of them once.
    assert result.told == Notification.objects.count() == 3
