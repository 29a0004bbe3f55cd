"""From a file to comments: each exactly once, whatever dies on the way."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from core.actors import COMMAND_LINE
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation import tasks
from moderation.imports import waking, workflow
from moderation.imports.columns import Column
from moderation.models import ImportBatch, ImportFile, ImportRow, Item
from moderation.states import BatchStatus

TRAPS = (Path(__file__).parent / "data" / "traps.csv").read_bytes()
EXPECTED = (22, 9, 1, 12)  # rows, added, already there, rejected


@pytest.fixture
def begun(account, teacher):
    """Start an import of `content` and settle its columns as guessed."""

    def begin(content=TRAPS, actor=teacher, on=account):
        batch = workflow.start(on, actor=actor, file_name="comments.csv", content=content)
        batch = workflow.map_columns(batch, actor=actor, columns=workflow.columns_of(batch))
        return workflow.confirm(batch, actor=actor, by_worker=False)

    return begin


def a_file(number, extra=""):
    rows = "".join(f"2026-11-16 10:{row // 60:02}:{row % 60:02},Comment {row},c{row}\n" for row in range(number))
    return f"received_at,text,external_id\n{rows}{extra}".encode()


def counts(batch):
    batch.refresh_from_db()
    return batch.rows_done, batch.added, batch.already_there, batch.rejected


def test_each_row_is_added_is_there_already_or_is_rejected_with_its_line(begun, teacher, account):
    batch = workflow.run(begun(), actor=teacher)
    assert batch.status == BatchStatus.DONE
    assert counts(batch) == EXPECTED
    assert Item.objects.filter(account=account, batch=batch, added_by=teacher).count() == 9
    assert list(batch.rejected_rows.values_list("line", flat=True)) == [3, 6, 7, 8, 9, 10, 11, 12, 16, 17, 19, 20]
    assert "no text" in batch.rejected_rows.get(line=3).error
    assert batch.rejected_rows.get(line=16).excerpt == "Unknown kind"


def test_a_second_import_adds_none(begun, teacher, clock):
    workflow.run(begun(), actor=teacher)
    clock.move_to(clock.now + timedelta(days=3))  # what is clamped to its detection is the same comment still
    again = workflow.run(begun(), actor=teacher)
    assert counts(again) == (22, 0, 10, 12)
    assert Item.objects.count() == 9


def test_three_identical_rows_are_three_comments_and_another_file_with_four_adds_one(begun, teacher):
    row = "2026-11-16 10:00,Hi,Ann\n"
    first = workflow.run(begun(b"received_at,text,author\n" + row.encode() * 3), actor=teacher)
    second = workflow.run(begun(b"received_at,text,author\n" + row.encode() * 4), actor=teacher)
    assert (first.added, second.added, second.already_there) == (3, 1, 3)


def test_the_same_file_for_another_account_is_other_comments(begun, teacher, make_account):
    workflow.run(begun(), actor=teacher)
    other = workflow.run(begun(on=make_account("Another", teacher)), actor=teacher)
    assert other.added == 9


def test_a_time_that_has_not_come_is_clamped_and_marked(begun, teacher, clock):
    workflow.run(begun(), actor=teacher)
    item = Item.objects.get(external_id="t12")
    assert item.received_at == item.detected_at == clock.now
    assert item.platform_received_at == datetime(2031, 1, 1, tzinfo=UTC)
    assert item.clock_flag


def test_what_a_row_says_is_kept(begun, teacher):
    workflow.run(begun(), actor=teacher)
    item = Item.objects.get(external_id="t3")
    assert item.text == 'Two lines,\nand a comma; she said "well done" 🎉'
    assert item.author_name == "Zoë Ångström"
    assert item.permalink == "https://example.org/p/1#t3"
    assert item.parent == Item.objects.get(external_id="t1")
    assert item.received_at == datetime(2026, 11, 16, 13, 50, tzinfo=UTC)
    assert Item.objects.get(external_id="t1").kind == "query"


def test_the_file_is_kept_until_it_is_done_and_no_longer(begun, teacher):
    batch = begun()
    assert bytes(ImportFile.objects.get(batch=batch).content) == TRAPS
    workflow.run(batch, actor=teacher)
    assert not ImportFile.objects.filter(batch=batch).exists()


def test_the_record_holds_counts_and_no_words(begun, teacher):
    batch = workflow.run(begun(), actor=teacher)
    events = Event.objects.filter(subject_type="moderation.importbatch", subject_id=str(batch.pk))
    assert [event.verb for event in events.order_by("pk")] == [
        "moderation.start_import", "moderation.map_import", "moderation.run_import",
        "moderation.import_chunk", "moderation.import_chunk",
    ]  # fmt: skip
    assert events.get(data__added=9).data == {"rows_done": 22, "added": 9, "already_there": 1, "rejected": 12}
    assert set(events.get(verb="moderation.start_import").data) == {"account", "rows", "digest"}
    assert not Event.objects.filter(data__icontains="well done").exists()


# --- Dying, coming twice, working beside each other -------------------------------------------------


def test_a_chunk_is_kept_whole_or_not_at_all(begun, teacher, monkeypatch):
    monkeypatch.setattr(workflow, "CHUNK", 5)
    batch = begun()
    verdicts = workflow.verdicts_of(batch)
    batch = workflow.import_chunk(batch, verdicts, actor=teacher, rows=5)
    before = (counts(batch), Item.objects.count(), ImportRow.objects.count(), Event.objects.count())

    def died(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("moderation.imports.workflow.audit.record", died)  # after everything was written
        with pytest.raises(KeyboardInterrupt):
            workflow.import_chunk(batch, verdicts, actor=teacher, rows=5)
    assert (counts(batch), Item.objects.count(), ImportRow.objects.count(), Event.objects.count()) == before

    assert workflow.run_for_uploader(batch.pk)
    assert counts(batch) == EXPECTED
    assert Item.objects.count() == 9


def test_two_workers_take_turns_and_repeat_nothing(begun, teacher):
    one = begun()
    other = ImportBatch.objects.get(pk=one.pk)
    verdicts = workflow.verdicts_of(one)
    for stale in [one, other] * 6:  # neither is told how far the other got
        workflow.import_chunk(stale, verdicts, actor=teacher, rows=3)
    assert counts(one) == EXPECTED


def test_a_task_that_comes_again_after_the_end_does_nothing(begun):
    batch = begun()
    tasks.run_import(batch.pk)
    events = Event.objects.count()
    tasks.run_import(batch.pk)
    tasks.run_import(987_654)
    assert counts(batch) == EXPECTED
    assert Event.objects.count() == events


def test_a_long_import_lets_other_work_pass_and_asks_to_go_on(begun, monkeypatch):
    woken = []
    monkeypatch.setattr(waking, "wake", woken.append)
    monkeypatch.setattr(tasks, "TURN", 0)
    batch = begun()
    tasks.run_import(batch.pk)
    assert woken == [batch.pk]


def test_a_row_that_cannot_be_stored_is_the_only_one_left_out(begun, teacher, monkeypatch):
    add_chunk = workflow.add_chunk

    def choosy(account, rows, **kwargs):
        if any(row.text == "Comment 7" for row in rows):
            raise ValueError("no")
        return add_chunk(account, rows, **kwargs)

    monkeypatch.setattr(workflow, "add_chunk", choosy)
    monkeypatch.setattr(workflow, "CHUNK", 10)
    batch = workflow.run(begun(a_file(25)), actor=teacher)
    assert batch.status == BatchStatus.DONE
    assert counts(batch) == (25, 24, 0, 1)
    assert "could not store this row (ValueError)" in batch.rejected_rows.get(line=9).error


def test_what_stopped_getting_further_is_given_to_a_worker_again(begun, monkeypatch, clock):
    woken = []
    monkeypatch.setattr(waking, "wake", woken.append)
    batch = begun()
    assert workflow.resume_waiting() == []
    clock.move_to(clock.now + timedelta(seconds=61))
    tasks.resume_imports()
    assert woken == [batch.pk]


def test_without_a_broker_asking_a_worker_is_only_noted(caplog, monkeypatch):
    def unreachable(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(waking.current_app, "send_task", unreachable)
    waking.wake(7)
    assert "the next sweep asks again" in caplog.text


def test_a_worker_is_asked_once_the_decision_is_stored(
    account, teacher, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(waking, "wake", woken.append)
    batch = workflow.start(account, actor=teacher, file_name="a.csv", content=a_file(1))
    workflow.map_columns(batch, actor=teacher, columns=workflow.columns_of(batch))
    with django_capture_on_commit_callbacks(execute=True):
        workflow.confirm(batch, actor=teacher)
        assert woken == []
    assert woken == [batch.pk]


# --- Who, and when ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["admin", "head", "teacher"])
def test_the_people_who_work_on_comments_import_them(who, account, request):
    actor = request.getfixturevalue(who)
    assert workflow.start(account, actor=actor, file_name="a.csv", content=a_file(1)).uploaded_by == actor


@pytest.mark.parametrize("who", ["outsider", "volunteer", "dsl", "leaver"])
def test_nobody_else_does(who, account, request):
    with pytest.raises(NotAllowed):
        workflow.start(account, actor=request.getfixturevalue(who), file_name="a.csv", content=a_file(1))
    assert not ImportBatch.objects.exists()
    assert Event.objects.get(verb="moderation.start_import").refused


def test_an_import_stops_when_its_person_may_no_longer_add_and_another_goes_on(begun, teacher, admin, account, clock):
    batch = begun()
    account.runners.update(until_at=clock.now)
    assert workflow.run_for_uploader(batch.pk)
    batch.refresh_from_db()
    assert batch.status == BatchStatus.FAILED
    assert "run this account" in batch.failure
    workflow.confirm(batch, actor=admin, by_worker=False)
    assert workflow.run_for_uploader(batch.pk)
    assert counts(batch) == EXPECTED


def test_a_file_that_is_of_no_use_is_not_kept(account, teacher):
    with pytest.raises(InvalidInput, match="not a CSV file"):
        workflow.start(account, actor=teacher, file_name="a.xlsx", content=b"PK\x03\x04")
    with pytest.raises(InvalidInput, match="looks like a comment"):
        workflow.start(account, actor=teacher, file_name="a.csv", content=b"2026-11-16 10:00,Hi\n2026-11-16 10:01,Ho\n")
    assert not ImportFile.objects.exists()


def test_nothing_is_imported_for_an_account_that_is_closed(make_account, admin, clock):
    closed = make_account("Old", status="closed", closed_at=clock.now)
    with pytest.raises(InvalidInput, match="is closed"):
        workflow.start(closed, actor=admin, file_name="a.csv", content=a_file(1))


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({Column.TEXT: 1}, "Choose the column that says: when it was written"),
        ({Column.RECEIVED_AT: 0, Column.TEXT: 0}, "chosen for “When it was written” already"),
        ({Column.RECEIVED_AT: 0, Column.TEXT: 9}, "no such column"),
    ],
)
def test_columns_that_cannot_be_are_refused(account, teacher, columns, says):
    batch = workflow.start(account, actor=teacher, file_name="a.csv", content=a_file(1))
    with pytest.raises(InvalidInput, match=says):
        workflow.map_columns(batch, actor=teacher, columns=columns)


def test_columns_with_other_names_are_what_a_person_says_they_are(account, teacher):
    batch = workflow.start(account, actor=teacher, file_name="a.csv", content=b"Was,Wann\nHi,2026-11-16 10:00\n")
    assert batch.mapping == {}
    with pytest.raises(WrongState, match="Say first which columns"):
        workflow.confirm(batch, actor=teacher)
    workflow.map_columns(batch, actor=teacher, columns={Column.TEXT: 0, Column.RECEIVED_AT: 1})
    batch = workflow.run(workflow.confirm(batch, actor=teacher, by_worker=False), actor=teacher)
    assert (batch.added, Item.objects.get().text) == (1, "Hi")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("C:\\\\Users\\\\tom\\\\a.csv", "a.csv"), ("../a.csv", "a.csv"), ("", "comments.csv"), ("\udce9.csv", "?.csv")],
)
def test_the_name_of_a_file_is_kept_without_its_folders(account, teacher, given, kept):
    assert workflow.start(account, actor=teacher, file_name=given, content=a_file(1)).file_name == kept


def test_an_import_is_begun_once(begun, teacher):
    batch = begun()
    with pytest.raises(WrongState):
        workflow.confirm(batch, actor=teacher)
    with pytest.raises(WrongState):
        workflow.map_columns(batch, actor=teacher, columns=workflow.columns_of(batch))


def test_a_file_that_nobody_goes_on_with_is_removed_after_a_week(account, teacher, clock):
    batch = workflow.start(account, actor=teacher, file_name="a.csv", content=a_file(1))
    clock.move_to(clock.now + timedelta(days=6))
    workflow.resume_waiting()
    assert ImportFile.objects.filter(batch=batch).exists()
    clock.move_to(clock.now + timedelta(days=2))
    workflow.resume_waiting()
    batch.refresh_from_db()
    assert batch.status == BatchStatus.GIVEN_UP
    assert not ImportFile.objects.exists()


def test_the_number_of_queries_does_not_grow_with_the_rows_of_a_chunk(begun):
    def queries(content):
        batch = begun(content)
        verdicts = workflow.verdicts_of(batch)
        with CaptureQueriesContext(connection) as seen:
            workflow.import_chunk(batch, verdicts, actor=COMMAND_LINE)
        return len(seen)

    queries(a_file(1))  # the first of all also notes the clock
    assert queries(a_file(2)) == queries(a_file(400))
