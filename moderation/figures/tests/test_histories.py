"""After any history of the desk, the figures are those of a recount of the rows."""

import random
from datetime import timedelta

import pytest
from django.db.models import F

from conftest import NOW
from core.errors import Refused
from moderation import sweep, workflow
from moderation.abuse import workflow as abuse
from moderation.figures import Period, figures, recounting
from moderation.figures.tests.raw import LONDON, is_counted, local, of_rows, of_tally, share
from moderation.models import Item, Recount, Response, Undo
from moderation.states import WAITING, Gone
from moderation.triage import workflow as triage
from moderation.workflow import NewItem, add_many

STEPS = 90


class Desk:
    """People at work, by chance, and the clock that goes on."""

    def __init__(self, seed, clock, accounts, people):
        self.chance, self.clock, self.accounts, self.people = random.Random(seed), clock, accounts, people
        self.done = set()

    def step(self):
        self.clock.move_to(self.clock.now + timedelta(seconds=self.chance.choice([5, 5, 600, 7200, 40_000])))
        verb = self.chance.choice([
            self.add, self.add, self.bring_in, self.acknowledge, self.reply, self.reply, self.elsewhere, self.close,
            self.undo, self.undo, self.withdraw, self.edit, self.into_the_lane, self.into_the_lane,
            self.out_of_the_lane, self.remove, self.sweep, self.sweep,
        ])  # fmt: skip
        try:
            if verb() is not None:
                self.done.add(verb.__name__)
        except Refused:
            pass

    @property
    def actor(self):
        return self.chance.choice(self.people)

    def some(self, **where):
        found = list(Item.objects.filter(**where).order_by("pk"))
        return self.chance.choice(found) if found else None

    def add(self):
        words = self.chance.choice(["Lovely day", "When is it?", "I will kill you"])
        ago = timedelta(hours=self.chance.choice([0, 0, 1, 30, 200]))
        account, text = self.chance.choice(self.accounts), f"{words} {self.chance.random()}"
        return workflow.add_item(account, actor=self.actor, text=text, received_at=self.clock.now - ago)

    def bring_in(self):
        """Some of them from before the account was watched."""
        account = self.chance.choice(self.accounts)
        ages = [self.chance.randrange(1, 24 * 45) for _ in range(self.chance.randrange(1, 12))]
        rows = [
            NewItem(f"Brought {hours} {self.chance.random()}", self.clock.now - timedelta(hours=hours))
            for hours in ages
        ]
        return add_many(account, rows, actor=self.actor)

    def acknowledge(self):
        item = self.some(status="open")
        return item and workflow.acknowledge(item, actor=self.actor, text="Seen.", posted_at=self.when(item))

    def reply(self):
        item = self.some(status__in=WAITING)
        if item is None:
            return None
        actor = item.claimed_by or self.actor
        response = Response.objects.filter(item=item).exclude(status="posted").first()
        if response is None:
            response = workflow.draft_reply(item, actor=actor, text="Dear all", ready=True)
        return workflow.confirm_posted(response, actor=actor, posted_at=self.when(item))

    def elsewhere(self):
        item = self.some(status__in=WAITING)
        at = item and (self.when(item) or self.clock.now)
        return item and workflow.answered_elsewhere(item, actor=self.actor, text="Hello", posted_at=at, by_name="Jo")

    def when(self, item):
        """Now, or some time since it was written."""
        since = (self.clock.now - item.received_at).total_seconds()
        return self.chance.choice([None, self.clock.now - timedelta(seconds=self.chance.random() * since)])

    def close(self):
        item = self.some(status__in=WAITING)
        return item and workflow.close_without_response(item, actor=self.actor, reason="Spam")

    def undo(self):
        offered = Undo.objects.order_by("-pk").first()
        return offered and workflow.undo(offered, actor=offered.person)

    def withdraw(self):
        item = self.some(status="open")
        return item and triage.note_gone(item, actor=self.actor, because=Gone.AUTHOR, gone_at=self.when(item))

    def edit(self):
        item = self.some()
        return item and triage.note_edit(item, actor=self.actor, text=f"Changed {self.chance.random()}")

    def into_the_lane(self):
        item = self.some(status="open", priority_due_at=None)
        return item and triage.enter_lane(item, actor=self.actor)

    def out_of_the_lane(self):
        item = self.some(status="open", priority_due_at__isnull=False)
        return item and triage.leave_lane(item, actor=self.actor, because=self.chance.choice(triage.Because.values))

    def remove(self):
        item, actor = self.some(status__in=["open", "acknowledged"]), self.actor
        if item is None:
            return None
        response = abuse.delete(item, actor=actor, house_rule="abuse", explanation="We took a rude comment down.")
        return abuse.confirm_done(response, actor=actor)

    def sweep(self):
        return sweep.run()


def compare(accounts):
    recounting.run()
    assert not Recount.objects.exists()
    rows = list(Item.objects.values("account__platform", *[field.attname for field in Item._meta.concrete_fields]))
    shown = figures(accounts, Period("in all"), LONDON)
    assert of_tally(shown.total) == of_rows(rows)
    for account in shown.by_account:
        assert of_tally(account.tally) == of_rows([row for row in rows if row["account_id"] == account.account.pk])
    for place in {(local(row).isoweekday(), local(row).hour) for row in rows}:
        then = [row for row in rows if (local(row).isoweekday(), local(row).hour) == place]
        assert shown.by_hour.get(place, (0, 0)) == (len([*filter(is_counted, then)]), share(then).late)
    assert recounting.compare_all().wrong == {}  # day by day and hour by hour


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(6))
def test_the_figures_equal_a_recount_after_any_history(seed, clock, make_account, teacher, admin):
    clock.move_to(NOW - timedelta(days=random.Random(seed).choice([24, 234])))  # the clocks go back, or forward
    watched = clock.now - timedelta(days=20)
    accounts = [
        make_account(f"Account {number}", teacher, platform=platform, monitored_from=watched)
        for number, platform in enumerate(["facebook", "x"])
    ]
    desk = Desk(seed, clock, accounts, [teacher, admin])
    for number in range(STEPS):
        desk.step()
        if number % 30 == 29:
            compare(accounts)
    assert len(desk.done) > 9  # that chance let people do something
    assert Item.objects.filter(in_figures=False).exists()
    assert Item.objects.filter(breached_at=F("due_at")).exists()
