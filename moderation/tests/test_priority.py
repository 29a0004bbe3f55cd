"""The priority lane's own clock: its target, what ends it, and that it leaves the main clock alone (M3)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from audit import workflow as audit
from audit.models import Event
from conftest import NOW
from core.actors import SWEEP
from moderation import clock_rules, priority
from moderation.models import ClockVersion, DeskSettings, Item, ItemStage
from moderation.states import Stage
from school.models import NonWorkingDay

LONDON = ZoneInfo("Europe/London")


def at(*parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=LONDON, fold=fold)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (at(2026, 11, 18, 10, 0), at(2026, 11, 18, 12, 0)),
        (at(2026, 11, 18, 20, 30), at(2026, 11, 19, 8, 30)),  # half an hour today, the rest tomorrow
        (at(2026, 11, 18, 19, 0), at(2026, 11, 18, 21, 0)),  # just fits
        (at(2026, 11, 18, 21, 0), at(2026, 11, 19, 9, 0)),
        (at(2026, 11, 18, 3, 0), at(2026, 11, 18, 9, 0)),
        (at(2026, 11, 20, 20, 0), at(2026, 11, 21, 8, 0)),  # on any day: Friday into Saturday
        (at(2026, 12, 24, 20, 59, 59), at(2026, 12, 25, 8, 59, 59)),  # and on Christmas Day
        (at(2026, 3, 28, 20, 0), at(2026, 3, 29, 8, 0)),  # the clocks go forward in the night
        (at(2026, 10, 24, 20, 0), at(2026, 10, 25, 8, 0)),  # and back
    ],
)
def test_the_target_counts_only_between_its_hours_on_any_day(since, due):
    assert priority.due(since, DeskSettings(), LONDON) == due


def test_an_hour_that_the_clocks_skip_or_repeat_counts_as_it_passes():
    night = DeskSettings(priority_from=time(0, 0), priority_until=time(6, 0), priority_minutes=120)
    assert priority.due(at(2026, 3, 29, 0, 30), night, LONDON) == at(2026, 3, 29, 3, 30)
    assert priority.due(at(2026, 10, 25, 0, 30), night, LONDON) == at(2026, 10, 25, 1, 30, fold=1).astimezone(UTC)


def test_a_target_longer_than_a_day_goes_on_over_as_many_days_as_it_takes():
    long = DeskSettings(priority_minutes=60 * 30)  # a day has 14 hours
    assert priority.due(at(2026, 11, 18, 7, 0), long, LONDON) == at(2026, 11, 20, 9, 0)


def within_a_verb(function, *args):
    with audit.unit("moderation.sweep", actor=SWEEP):
        function(*args)


def test_coming_into_the_lane_sets_its_target_and_leaves_the_main_clock(item):
    due_at = item.due_at
    priority.enter(item, NOW)
    found = Item.objects.get(pk=item.pk)
    assert (found.priority_since, found.priority_due_at) == (NOW, NOW + timedelta(hours=2))
    assert (found.due_at, found.rank, found.sweep_at) == (due_at, 0, NOW)
    priority.enter(found, NOW + timedelta(hours=1))
    assert found.priority_due_at == NOW + timedelta(hours=2)


def test_taken_out_and_put_back_it_keeps_its_first_target(item, clock):
    priority.enter(item, NOW)
    within_a_verb(priority.leave, item)
    assert (item.priority_due_at, item.is_priority) == (None, False)
    priority.enter(item, NOW + timedelta(hours=1))
    assert item.priority_due_at == NOW + timedelta(hours=2)


def test_the_first_act_ends_it_and_an_act_in_time_misses_nothing(item):
    priority.enter(item, NOW)
    within_a_verb(priority.acted, item, NOW + timedelta(hours=2))
    within_a_verb(priority.acted, item, NOW + timedelta(hours=3))
    found = Item.objects.get(pk=item.pk)
    assert (found.priority_acted_at, found.priority_breached_at) == (NOW + timedelta(hours=2), None)
    assert not ItemStage.objects.exists()


@pytest.mark.parametrize("how", [priority.acted, lambda item, now: priority.leave(item)])
def test_a_missed_target_is_recorded_at_its_moment_and_stays(item, clock, how):
    priority.enter(item, NOW)
    clock.move_to(NOW + timedelta(hours=5))
    within_a_verb(how, item, clock.now)
    found = Item.objects.get(pk=item.pk)
    assert found.priority_breached_at == found.priority_due_at == NOW + timedelta(hours=2)
    stage = ItemStage.objects.get(item=item)
    assert (stage.stage, stage.at, stage.noticed_at) == (Stage.PRIORITY_BREACH, found.priority_due_at, clock.now)
    assert Event.objects.get(verb="moderation.priority_breach").data == {"items": [item.pk]}


def test_what_came_before_the_account_was_watched_may_be_pressing_but_misses_nothing(make_item, account, clock):
    account.monitored_from = NOW
    account.save()
    old = make_item(NOW - timedelta(days=1))
    priority.enter(old, NOW)
    within_a_verb(priority.acted, old, NOW + timedelta(days=1))
    found = Item.objects.get(pk=old.pk)
    assert (found.sweep_at, found.priority_breached_at) == (None, None)


def test_the_due_time_is_explained_by_the_clock_that_it_was_reckoned_with(make_item):
    NonWorkingDay.objects.create(date=at(2026, 11, 23).date(), label="Training day")
    item = make_item(at(2026, 11, 21, 12, 0))
    school = clock_rules.school_clock()
    item.due_sentence, item.clock_version = "", clock_rules.clock_version(school)
    assert clock_rules.clock_version(school) == item.clock_version
    NonWorkingDay.objects.all().delete()
    assert clock_rules.clock_version(clock_rules.school_clock()) != item.clock_version
    assert "Monday 23 November is a day off at school" in clock_rules.sentence(item)
    item.clock_version = ClockVersion.objects.exclude(pk=item.clock_version.pk).get()
    assert "until the end of the next working day, as it was then" in clock_rules.sentence(item)
