"""The record: whole when nobody touched it, and naming the first row that somebody did."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from audit import chain
from audit import workflow as audit
from audit.models import Event, Head
from core.actors import SWEEP
from core.errors import NotAllowed
from people.models import User

audit.register("tests.happened", "did a test thing")
audit.register("tests.refused", "was refused a test thing")


def happen(times: int = 1) -> None:
    with audit.unit("tests.happened", actor=SWEEP):
        for number in range(times):
            audit.record("tests.happened", None, actor=SWEEP, number=number)


def without_triggers(statement: str, *params: object) -> None:
    """What somebody with the database in their hands could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        else:
            for name in ("update", "delete", "replace"):
                cursor.execute(f"DROP TRIGGER audit_event_no_{name}")
        cursor.execute(statement, params)


def test_an_untouched_record_is_whole(db: None) -> None:
    happen(3)
    happen(2)
    assert chain.verify() == (5, None)


def test_a_changed_row_is_named(db: None) -> None:
    happen(5)
    without_triggers("UPDATE audit_event SET actor = 'person:1' WHERE id = 3")
    _, fault = chain.verify()
    assert fault is not None
    assert fault.event_id == 3


def test_a_missing_row_is_named(db: None) -> None:
    happen(5)
    without_triggers("DELETE FROM audit_event WHERE id = 2")
    _, fault = chain.verify()
    assert fault is not None
    assert (fault.event_id, "missing" in fault.sentence) == (2, True)


def test_rows_cut_off_at_the_end_are_named(db: None) -> None:
    happen(5)
    without_triggers("DELETE FROM audit_event WHERE id >= 4")
    _, fault = chain.verify()
    assert fault is not None
    assert fault.event_id == 4


def test_cutting_off_rows_and_moving_the_head_back_is_seen_by_the_note_outside(
    db: None,
    settings,
    tmp_path,  # noqa: ANN001
) -> None:
    settings.RUN_DIR = tmp_path
    happen(5)
    head = Head.objects.get()
    chain.anchor(head.last_id, head.digest)
    digest = Event.objects.get(pk=3).digest
    without_triggers("DELETE FROM audit_event WHERE id >= 4")
    Head.objects.update(last_id=3, digest=digest)
    _, fault = chain.verify()
    assert fault is not None
    assert fault.event_id == 4


def test_rows_put_in_another_order_are_named(db: None) -> None:
    happen(4)
    without_triggers("UPDATE audit_event SET id = 100 WHERE id = 2")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET id = 2 WHERE id = 3")
        cursor.execute("UPDATE audit_event SET id = 3 WHERE id = 100")
    _, fault = chain.verify()
    assert fault is not None
    assert fault.event_id == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET verb = 'x' WHERE id = 1",
        "DELETE FROM audit_event WHERE id = 1",
        "REPLACE",
        "TRUNCATE audit_event",
    ],
)
def test_the_database_refuses_to_change_a_row(db: None, statement: str) -> None:
    happen(2)
    if statement == "TRUNCATE audit_event" and connection.vendor != "postgresql":
        statement = "DELETE FROM audit_event"
    if statement == "REPLACE":
        columns = "id, at, actor, verb, refused, subject_type, subject_id, data, previous, digest"
        rest = "at, 'x', verb, refused, subject_type, subject_id, data, previous, digest FROM audit_event WHERE id = 1"
        word = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
        statement = f"{word} INTO audit_event ({columns}) SELECT id, {rest}"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert chain.verify() == (2, None)


@audit.verb("tests.refused", "was refused a test thing")
def refuse(person: User, *, actor: User) -> None:
    person.full_name = "changed"
    person.save()
    raise NotAllowed("No.")


def test_a_refusal_is_recorded_and_nothing_else_is_kept(teacher: User) -> None:
    with pytest.raises(NotAllowed):
        refuse(teacher, actor=teacher)
    event = Event.objects.get()
    assert (event.verb, event.refused, event.person_id) == ("tests.refused", True, teacher.pk)
    assert User.objects.get(pk=teacher.pk).full_name == "Tom Teacher"


def test_a_verb_nobody_registered_is_an_error(db: None) -> None:
    with pytest.raises(LookupError), audit.unit("tests.happened", actor=SWEEP):
        audit.record("tests.unknown", None, actor=SWEEP)
    assert not Event.objects.exists()


def test_a_full_disk_beside_the_database_does_not_undo_what_is_committed(
    db: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    def full(*noted: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(chain, "anchor", full)
    with django_capture_on_commit_callbacks(execute=True):
        happen()  # it is on the record: whoever did it must not be told that it failed
    assert chain.verify() == (1, None)


@pytest.mark.postgresql
def test_a_row_that_is_held_may_still_be_pointed_to(teacher: User) -> None:
    # A commit checks foreign keys while it holds the chain's head: with the whole row locked, two verbs that change
    # rows of one thread, or of one account, would wait for each other.
    with CaptureQueriesContext(connection) as seen:
        audit.lock(teacher)
    assert seen.captured_queries[-1]["sql"].endswith(" FOR NO KEY UPDATE OF t0")
