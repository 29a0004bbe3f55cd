"""Whatever people do, in whatever order: the clock of a comment never starts again (rules 5, 6 and 8)."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from conftest import NOW
from core.errors import Refused
from moderation import recompute, sweep, workflow
from moderation.models import DeskSettings, Item, ItemStage, Rollup, Undo
from moderation.states import Stage, Status
from moderation.triage import workflow as triage
from moderation.workflow import undoing
from school.models import NonWorkingDay


class Comments(RuleBasedStateMachine):
    """Two comments, one of them of a Saturday, and all that can be done about them while days go by."""

    make_item: Any
    clock: Any
    people: list[Any]

    @initialize()
    def come_in(self) -> None:
        Undo.objects.all().delete()
        ItemStage.objects.all().delete()
        NonWorkingDay.objects.all().delete()
        self.clock.move_to(NOW)
        number = Item.objects.count()
        self.items = [
            self.make_item(at, text=f"Comment {number} {at}")
            for at in (NOW, datetime(2026, 11, 14, 12, tzinfo=NOW.tzinfo))
        ]
        sweep.run()
        self.due = {item.pk: item.due_at for item in self.items}
        self.breached: dict[int, datetime] = {}
        self.answered: dict[int, datetime] = {}

    def do(self, verb: Any, which: int, *args: Any, **kwargs: Any) -> None:
        item = Item.objects.get(pk=self.items[which].pk)
        with suppress(Refused):
            verb(item, *args, **kwargs)

    which = st.integers(0, 1)
    who = st.integers(0, 1)

    @rule(hours=st.sampled_from([1, 5, 13, 24, 49]))
    def time_passes(self, hours: int) -> None:
        self.clock.move_to(self.clock.now + timedelta(hours=hours))

    @rule()
    def a_sweep(self) -> None:
        assert not sweep.run().failed

    @rule(which=which, who=who)
    def claimed(self, which: int, who: int) -> None:
        self.do(workflow.claim, which, actor=self.people[who])

    @rule(which=which, who=who)
    def released(self, which: int, who: int) -> None:
        self.do(workflow.release, which, actor=self.people[who])

    @rule(which=which, who=who)
    def acknowledged(self, which: int, who: int) -> None:
        self.do(workflow.acknowledge, which, actor=self.people[who], text="Seen.")

    @rule(which=which, who=who)
    def replied(self, which: int, who: int) -> None:
        def reply(item: Item) -> None:
            response = workflow.draft_reply(item, actor=self.people[who], text="Thank you.", ready=True)
            workflow.confirm_posted(response, actor=self.people[who])

        self.do(reply, which)

    @rule(which=which, who=who)
    def closed(self, which: int, who: int) -> None:
        self.do(workflow.close_without_response, which, actor=self.people[who], reason="A thank-you")

    @rule(who=who)
    def undone(self, who: int) -> None:
        for row in Undo.objects.all():
            with suppress(Refused):
                undoing.undo(row, actor=self.people[who])

    @rule(which=which, category=st.sampled_from(["bullying", "praise"]))
    def triaged(self, which: int, category: str) -> None:
        self.do(triage.triage, which, actor=self.people[0], category=category)

    @rule(which=which, text=st.sampled_from(["You idiots", "Thank you all"]), material=st.booleans())
    def edited(self, which: int, text: str, material: bool) -> None:
        self.do(triage.note_edit, which, actor=self.people[0], text=text, material=material)

    @rule(which=which)
    def withdrawn(self, which: int) -> None:
        self.do(triage.note_gone, which, actor=self.people[0], because="author")

    @rule(day=st.sampled_from([date(2026, 11, 16), date(2026, 11, 19), date(2026, 11, 20)]))
    def a_day_off_comes_or_goes(self, day: date) -> None:
        found, made = NonWorkingDay.objects.get_or_create(date=day, defaults={"label": "Off"})
        if not made:
            found.delete()
        still_open = {item.pk for item in recompute._still_open(self.clock.now)}
        sweep.run()
        for item in Item.objects.filter(pk__in=still_open & set(self.due)):
            self.due[item.pk] = item.due_at  # rule 8: only what is open and not late may move

    @invariant()
    def the_clock_has_not_restarted(self) -> None:
        for item in Item.objects.filter(pk__in=getattr(self, "due", {})):
            assert item.due_at == self.due[item.pk]
            assert item.breached_at in (None, item.due_at)
            assert (
                self.breached.setdefault(item.pk, item.breached_at or item.due_at) == item.due_at
                or not item.breached_at
            )
            if item.responded_at is not None:
                assert self.answered.setdefault(item.pk, item.responded_at) == item.responded_at
            else:
                assert item.pk not in self.answered
            if item.status == Status.OPEN and item.breached_at is None:
                assert item.sweep_at is not None
                assert item.sweep_at <= item.due_at
            breaches = ItemStage.objects.filter(item=item, stage=Stage.BREACH)
            assert breaches.count() == (item.breached_at is not None)

    def teardown(self) -> None:
        if hasattr(self, "due"):
            sweep.run()
            counted = sum(Rollup.objects.values_list("received", flat=True))
            assert counted == Item.objects.counted().count()


@pytest.mark.thorough
def test_the_clock_never_restarts_under_any_sequence_of_verbs(make_item, clock, teacher, admin, school):
    DeskSettings.objects.create(pk=1, quiet_from=time(0), quiet_until=time(0))
    Comments.make_item, Comments.clock, Comments.people = staticmethod(make_item), clock, [teacher, admin]
    run_state_machine_as_test(
        Comments,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
