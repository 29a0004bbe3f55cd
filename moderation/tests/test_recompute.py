"""A changed list of days off: what is still open moves, what is answered or late does not (rule 8 of the clock)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from audit.models import Event
from moderation import sweep, workflow
from moderation.clock_rules import sentence
from moderation.models import Item
from moderation.states import Status
from school.models import NonWorkingDay

LONDON = ZoneInfo("Europe/London")


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


def fresh(item: Item) -> Item:
    return Item.objects.get(pk=item.pk)


def test_a_new_day_off_moves_what_is_open_and_nothing_else(make_item, clock, teacher):
    """Rule 8: Monday 16 November becomes a day off, so Saturday's comments are due on Tuesday."""
    clock.move_to(at(2026, 11, 14, 12, 0).astimezone(UTC))
    still_open, answered = make_item(text="open"), make_item(text="answered")
    friday = make_item(at(2026, 11, 13, 10, 0), text="from Friday")
    workflow.acknowledge(answered, actor=teacher, text="Seen.")
    sweep.run()
    due = answered.due_at
    clock.move_to(at(2026, 11, 14, 13, 0).astimezone(UTC))
    NonWorkingDay.objects.create(date=date(2026, 11, 16), label="Training day")
    assert sweep.run().recomputed == 1
    moved = fresh(still_open)
    assert moved.due_at == at(2026, 11, 17, 23, 59, 59)
    assert "Tuesday 17 November" in sentence(moved)
    assert moved.clock_version != answered.clock_version
    assert fresh(answered).due_at == due
    assert fresh(friday).due_at == friday.due_at
    assert Event.objects.filter(verb="moderation.recompute").count() == 1
    assert sweep.run().recomputed == 0
    clock.move_to(at(2026, 11, 17, 12, 0).astimezone(UTC))
    sweep.run()
    assert fresh(still_open).breached_at is None


def test_a_breached_item_keeps_its_due_time_when_the_days_off_change(make_item, clock):
    item = make_item(at(2026, 11, 14, 12, 0))
    clock.move_to(at(2026, 11, 17, 0, 0).astimezone(UTC))
    sweep.run()
    NonWorkingDay.objects.create(date=date(2026, 11, 16), label="Training day")
    sweep.run()
    found = fresh(item)
    assert found.due_at == found.breached_at == item.due_at
    assert found.status == Status.OPEN
