"""What is marked is counted again, whatever happens meanwhile; what is not marked costs nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import NOW
from moderation import recounts, workflow
from moderation.figures import recounting
from moderation.models import Heartbeat, Recount, Rollup
from school.workflow import change_details


def counts(**where):
    return {(row.day, row.hour): (row.received, row.in_time, row.late) for row in Rollup.objects.filter(**where)}


def test_the_first_run_counts_what_was_there_before_it(make_item):
    make_item(NOW - timedelta(days=40))
    Recount.objects.all().delete()  # as after an update: nothing has ever marked a day
    assert recounting.last_counted() is None
    assert recounting.run() == 1
    assert counts() == {(date(2026, 10, 9), 11): (1, 0, 0)}
    assert recounting.last_counted() == NOW


def test_a_change_is_counted_once_and_nothing_twice(make_item, teacher):
    item = make_item(NOW - timedelta(hours=1))
    recounting.run()
    workflow.acknowledge(item, actor=teacher, text="We have seen it.")
    assert recounting.run() == 1
    assert counts() == {(date(2026, 11, 18), 9): (1, 1, 0)}
    assert not Recount.objects.exists()
    with CaptureQueriesContext(connection) as asked:
        assert recounting.run() == 0
    assert len(asked) == 4


def test_what_leaves_the_figures_leaves_the_rollups(make_item, teacher):
    item = make_item(NOW - timedelta(hours=1))
    recounting.run()
    workflow.close_without_response(item, actor=teacher, reason="Spam")
    recounting.run()
    assert counts() == {}


def test_a_change_while_its_day_is_counted_is_counted_the_next_time(make_item, monkeypatch):
    item = make_item(NOW - timedelta(hours=1))
    count = recounting._count

    def slowly(*args):
        counted = count(*args)
        type(item).objects.filter(pk=item.pk).update(responded_at=NOW, status="answered", sweep_at=None)
        recounts.touch([item])
        return counted

    with monkeypatch.context() as patched:
        patched.setattr(recounting, "_count", slowly)
        assert recounting.run() == 1  # and not for ever, however often a verb marks the day
    assert counts() == {(date(2026, 11, 18), 9): (1, 0, 0)}
    recounting.run()
    assert counts() == {(date(2026, 11, 18), 9): (1, 1, 0)}


def test_a_process_that_dies_leaves_the_marks_and_the_old_counts(make_item, monkeypatch):
    make_item(NOW - timedelta(hours=1))
    recounting.run()
    make_item(NOW - timedelta(hours=1))

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(recounting.Rollup.objects, "bulk_create", killed)
        with pytest.raises(KeyboardInterrupt):
            recounting.run()
    assert counts() == {(date(2026, 11, 18), 9): (1, 0, 0)}
    assert recounting.run() == 1
    assert counts() == {(date(2026, 11, 18), 9): (2, 0, 0)}


def test_days_and_hours_are_those_of_the_school(make_item):
    summer_midnight = datetime(2026, 6, 7, 23, 30, tzinfo=UTC)
    before_the_clocks_go_back, after = (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    the_day_ends = datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)
    as_the_clocks_go_forward = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    moments = (summer_midnight, before_the_clocks_go_back, after, the_day_ends, as_the_clocks_go_forward)
    for moment in moments:
        make_item(moment)
    recounting.run()
    assert {place: row[0] for place, row in counts().items()} == {
        (date(2026, 6, 8), 0): 1,
        (date(2026, 10, 25), 1): 2,  # that hour came twice
        (date(2026, 10, 25), 23): 1,
        (date(2026, 3, 29), 2): 1,  # and that between 1 and 2 not at all
    }


def test_another_time_zone_counts_all_again(make_item, head, school):
    make_item(datetime(2026, 11, 17, 20, 30, tzinfo=UTC))
    recounting.run()
    change_details(actor=head, name=school.name, time_zone="Asia/Tokyo")
    assert recounting.run() == 2  # the day that it was on, and the day that it is on now
    assert set(counts()) == {(date(2026, 11, 18), 5)}
    assert Heartbeat.objects.get(name=recounting.NAME).note == "Asia/Tokyo"
    assert recounting.run() == 0


def test_the_command_finds_what_stands_wrong_and_mends_it(make_item, account, capsys):
    make_item(NOW - timedelta(hours=1))
    call_command("recount")
    assert "All figures stood right." in capsys.readouterr().out
    Rollup.objects.update(late=7)
    Rollup.objects.create(account=account, day=date(2020, 1, 1), hour=3, received=5)
    with pytest.raises(SystemExit):
        call_command("recount")
    assert f"mended, account {account.pk}: 2020-01-01, 2026-11-18" in capsys.readouterr().err
    assert counts() == {(date(2026, 11, 18), 9): (1, 0, 0)}
