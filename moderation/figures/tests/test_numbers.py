"""Every number of the SLA dashboard, which the rollups keep, computed again from the raw rows in plain Python."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from moderation.figures import Figures, Period, Share, figures, monday_of, numbers
from moderation.figures.buckets import BUCKETS, half
from moderation.figures.recounting import compare_all, run
from moderation.figures.tests.raw import (
    LONDON,
    closed_late,
    is_counted,
    is_decided,
    is_in,
    is_in_time,
    local,
    local_day,
    of_rows,
    of_tally,
    open_now,
    share,
    took,
)  # fmt: skip
from moderation.models import Item

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
STATES = ["open", "acknowledged", "answered", "closed_no_response", "withdrawn"]
PERIODS = [
    Period("at any time"),
    Period("this week", date(2026, 11, 16)),
    Period("in October", date(2026, 10, 1), date(2026, 10, 31)),  # the clocks went back on the 25th
    Period("on a day without any", date(2020, 1, 1), date(2020, 1, 1)),
]


@pytest.fixture
def accounts(school):
    names = [("Main page", "facebook"), ("Year 4", "x"), ("Friends", "facebook"), ("Never used", "tiktok")]
    return [
        Account.objects.create(name=name, platform=platform, handle=name, created_at=NOW) for name, platform in names
    ]


def an_item(account, chance, number):
    """A comment as the workflow could have left it: any state, answered early, exactly in time, late or never."""
    received = NOW - timedelta(seconds=chance.randrange(1, chance.choice([2, 80, 80]) * 86400))
    due = received + timedelta(hours=chance.choice([24, 24, 24, 72]))
    in_figures = chance.random() > 0.1
    status = chance.choice(STATES)
    responded = closed = breached = None
    stopped = min(NOW, chance.choice([due, received + chance.random() * 1.6 * (due - received)]))
    if status in ("acknowledged", "answered") or (status == "closed_no_response" and chance.random() < 0.3):
        responded = stopped
    if status in ("closed_no_response", "withdrawn"):
        closed = max(stopped, responded or received)
    if in_figures and due < (responded or closed or NOW) and chance.random() < 0.9:  # else not swept yet
        breached = due
    lane = received + timedelta(hours=2) if chance.random() < 0.3 else None
    acted = lane + timedelta(minutes=chance.randrange(-90, 90)) if lane and chance.random() < 0.7 else None
    return Item(
        account=account, digest=str(number), text="…", status=status, in_figures=in_figures,
        received_at=received, detected_at=NOW, due_at=due, due_rule="24_hours", due_sentence="…",
        sweep_at=received,
        responded_at=responded, breached_at=breached, closed_at=closed, closed_reason="spam" if closed else "",
        priority_since=lane and received, priority_due_at=lane, priority_acted_at=acted,
        priority_breached_at=lane if lane and in_figures and lane < (acted or NOW) else None,
    )  # fmt: skip


@pytest.fixture
def population(accounts):
    chance = random.Random(18)
    items = [an_item(chance.choice(accounts[:3]), chance, number) for number in range(900)]
    # By hand, what chance may miss: exactly at the due time; and taken from the record as late, then answered in time.
    for number, (responded, breached) in enumerate([(0, False), (1, False), (-1, False), (-1, True)]):
        item = an_item(accounts[1], random.Random(number), 1000 + number)
        item.due_at = item.received_at + timedelta(hours=24)
        item.status, item.in_figures, item.closed_at = "answered", True, None
        item.responded_at = item.due_at + timedelta(microseconds=responded)
        item.breached_at = item.due_at if breached else None
        items.append(item)
    Item.objects.bulk_create(items)
    run()
    return list(Item.objects.values("account__platform", *[field.attname for field in Item._meta.concrete_fields]))


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.words)
def test_every_number_is_that_of_the_raw_rows(accounts, population, period):
    shown = figures(accounts, period, LONDON)
    within = [row for row in population if is_in(period, row)]
    late_now = [row for row in open_now(population) if row["due_at"] < NOW]

    assert of_tally(shown.total) == of_rows(within)
    assert (shown.open_now, shown.late_now) == (len(open_now(population)), len(late_now))
    assert [late.item.pk for late in shown.late_list] == [
        row["id"] for row in sorted(late_now, key=lambda row: (row["due_at"], row["id"]))
    ][:10]

    assert [row.account for row in shown.by_account] == accounts
    owners = [(row, "account_id", row.account.pk) for row in shown.by_account]
    owners += [(row, "account__platform", row.platform) for row in shown.by_platform]
    assert len(owners) == 4 + 3
    for row, column, value in owners:
        own = [raw for raw in population if raw[column] == value]
        assert of_tally(row.tally) == of_rows([raw for raw in own if is_in(period, raw)])
        assert row.open_now == len(open_now(own))
        assert row.late_now == len([raw for raw in open_now(own) if raw["due_at"] < NOW])

    weeks = {row.monday: row.tally for row in shown.by_week}
    for monday, of_week in weeks.items():
        assert of_tally(of_week) == of_rows([row for row in within if monday_of(local_day(row)) == monday])
    assert sum(of_week.received for of_week in weeks.values()) == shown.total.received
    assert all(later - earlier == timedelta(days=7) for earlier, later in zip(weeks, list(weeks)[1:], strict=False))

    for place in [(weekday, hour) for weekday in range(1, 8) for hour in range(24)]:
        then = [row for row in within if (local(row).isoweekday(), local(row).hour) == place]
        assert shown.by_hour.get(place, (0, 0)) == (len([*filter(is_counted, then)]), share(then).late)


def test_the_population_is_telling(population):
    """That the test above is not satisfied by a happy few."""
    decided = [row for row in population if is_counted(row) and is_decided(row)]
    assert 100 < sum(map(is_in_time, decided)) < len(decided) - 100
    assert len(closed_late(population)) > 10
    assert all(took(population)[2:])
    assert len([row for row in open_now(population) if row["due_at"] >= NOW]) > 1
    assert any(is_counted(row) and not is_decided(row) for row in population)
    assert any(row["responded_at"] == row["due_at"] for row in population)
    assert any(row["status"] == "withdrawn" and is_counted(row) for row in population)


def test_only_the_accounts_asked_for_are_counted(accounts, population):
    shown = figures(accounts[:1], Period("at any time"), LONDON)
    assert of_tally(shown.total) == of_rows([row for row in population if row["account_id"] == accounts[0].pk])


def test_of_very_many_open_ones_the_rollups_say_how_many_they_are(accounts, population, monkeypatch):
    swept = Item.objects.filter(status="open", in_figures=True, due_at__lt=NOW)
    swept.update(breached_at=F("due_at"))
    compare_all()
    live = figures(accounts, Period("at any time"), LONDON)
    monkeypatch.setattr(numbers, "COUNTED_LIVE", 3)
    kept = figures(accounts, Period("at any time"), LONDON)
    assert live.open_now > 3
    assert live.by_account == kept.by_account


def test_the_number_of_queries_does_not_grow(accounts, population):
    def queries(of):
        with CaptureQueriesContext(connection) as seen:
            figures(of, Period("at any time"), LONDON)
        return len(seen)

    assert queries(accounts) == queries(accounts[:1]) == 8


def test_a_week_is_the_schools_week(accounts):
    item = an_item(accounts[0], random.Random(1), 1)
    item.received_at = datetime(2026, 6, 7, 23, 30, tzinfo=UTC)  # half past midnight on Monday 8 June, in London
    item.due_at = item.received_at + timedelta(hours=24)
    item.status, item.in_figures, item.closed_at, item.breached_at = "answered", True, None, None
    item.responded_at = item.due_at
    item.save()
    run()
    shown = figures(accounts, Period("", date(2026, 6, 1), date(2026, 6, 14)), LONDON)
    assert [(row.monday, row.tally.share.decided) for row in shown.by_week] == [
        (date(2026, 6, 1), 0),
        (date(2026, 6, 8), 1),
    ]


def test_only_the_latest_weeks_are_shown_and_the_rest_is_said(accounts):
    shown = figures(accounts, Period("", date(2024, 1, 1)), LONDON)
    assert len(shown.by_week) == 60
    assert shown.by_week[-1].monday == date(2026, 11, 16)
    assert shown.weeks_left_out == 91


@pytest.mark.parametrize(
    ("decided", "in_time", "percent"),
    [
        (0, 0, "–"), (1, 1, "100 %"), (2, 1, "50.0 %"), (3, 2, "66.6 %"), (2000, 1999, "99.9 %"), (9, 0, "0 %"),
        (10_000, 3, "0.0 %"),
    ],
)  # fmt: skip
def test_only_all_are_a_hundred_per_cent(decided, in_time, percent):
    assert Share(decided, in_time).percent == percent


def test_of_nothing_there_are_no_numbers(school):
    shown = figures([], Period("at any time"), LONDON)
    assert isinstance(shown, Figures)
    assert (shown.total.share.percent, shown.total.half, shown.open_now, shown.by_account) == ("–", None, 0, [])


@pytest.mark.parametrize(
    ("took", "within"),
    [
        ([1], "within 15 minutes"),
        ([1, 1], "within 15 minutes"),
        ([1, 0, 2], "within 1 hour"),
        ([49, 0, 0, 0, 0, 0, 0, 51], "within 24 hours"),
        ([0] * 11 + [1], "after more than 72 hours"),
    ],
)
def test_half_is_said_by_the_first_step_that_holds_it(took, within):
    assert half([*took, *[0] * (len(BUCKETS) - len(took))]).within == within
