"""From an uploaded file to comments in the queue, one chunk and one transaction at a time.

A worker may die anywhere, a task may come twice, two may work at once: how far an import got, what it came to
and the comments themselves are committed together, under a lock on the import's row.
"""

import hashlib
import logging
import math
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from django.db import InterfaceError, OperationalError, transaction

from accounts.models import Account
from audit import workflow as audit
from core import clock, rules
from core.actors import COMMAND_LINE, IMPORTS, Actor
from core.csv_file import CannotRead, Table, headings, read
from core.errors import InvalidInput, NotAllowed, Refused, WrongState
from moderation.imports import rules as _rules  # noqa: F401  registers the rules
from moderation.imports import waking
from moderation.imports.columns import REQUIRED, Column, guess, require_headings
from moderation.imports.judging import Comment, Rejected, judge
from moderation.models import ImportBatch, ImportFile, ImportRow
from moderation.states import BATCH_TRANSITIONS, BatchStatus, Source
from moderation.workflow.adding import AddResult, NewItem, add_chunk
from people.models import User
from school.models import school_zone

logger = logging.getLogger(__name__)

CHUNK = 2_000  # rows in one transaction
FEWER = 10  # the part of a chunk that is tried where the whole cannot be stored
KEPT_UNDECIDED = timedelta(days=7)  # then a file that nobody went on with is removed
KEPT_REJECTED = timedelta(days=30)  # after the end of an import: long enough to mend the file
STALLED = timedelta(seconds=60)  # without getting further, an import is given to a worker again
GONE = "The file is no longer here. Upload it again."


@audit.verb("moderation.start_import", "uploaded a file of comments")
def start(account: Account, *, actor: Actor, file_name: str, content: bytes) -> ImportBatch:
    """Keep a file until somebody says what its columns are. Raises NotAllowed, and InvalidInput for a useless file."""
    rules.require("moderation.add_items", actor, account)
    if not account.is_open:
        raise InvalidInput(f"{account.label} is closed, so no comments are added to it.", "account")
    try:
        table = read(content)
        require_headings(table.header)
    except CannotRead as error:
        raise InvalidInput(str(error), "file") from None
    batch = ImportBatch.objects.create(
        account=account,
        uploaded_by=actor if isinstance(actor, User) else None,
        file_name=_without_folders(file_name),
        mapping=guess(table.header),
        rows_total=len(table.records),
        created_at=clock.now(),
    )
    ImportFile.objects.create(batch=batch, content=content)
    audit.record(
        "moderation.start_import",
        batch,
        actor=actor,
        account=account.pk,
        rows=batch.rows_total,
        digest=hashlib.sha256(content).hexdigest(),
    )
    return batch


@audit.verb("moderation.map_import", "said what the columns of a file hold")
def map_columns(batch: ImportBatch, *, actor: Actor, columns: Mapping[Column, int]) -> ImportBatch:
    """Settle the columns. Raises InvalidInput where one is missing, used twice or not in the file."""
    batch = _lock(batch)
    rules.require("moderation.add_items", actor, batch.account)
    _check(columns, len(headings(_content(batch))))
    if batch.status != BatchStatus.PREVIEWED:
        audit.move(batch, BatchStatus.PREVIEWED, BATCH_TRANSITIONS, actor=actor)
    batch.mapping = {column.value: at for column, at in columns.items()}
    batch.save(update_fields=["mapping"])
    return batch


@audit.verb("moderation.run_import", "started to import a file of comments")
def confirm(batch: ImportBatch, *, actor: Actor, by_worker: bool = True) -> ImportBatch:
    """Let it begin, or begin again after an error. A worker is asked after the commit; `resume_waiting` asks again."""
    batch = _lock(batch)
    rules.require("moderation.add_items", actor, batch.account)
    _content(batch)
    if not set(REQUIRED) <= set(columns_of(batch)):
        raise WrongState("Say first which columns of the file hold the time and the text.")
    audit.move(batch, BatchStatus.RUNNING, BATCH_TRANSITIONS, actor=actor)
    batch.worked_at = clock.now()
    batch.failure = ""
    if isinstance(actor, User):
        batch.uploaded_by = actor  # whoever starts it again answers for it: the worker acts as this person
    batch.save(update_fields=["worked_at", "failure", "uploaded_by"])
    if by_worker:
        transaction.on_commit(partial(waking.wake, batch.pk))
    return batch


@audit.verb("moderation.import_chunk", "imported comments")
def import_chunk(
    batch: ImportBatch, verdicts: Sequence[Comment | Rejected], *, actor: Actor, rows: int | None = None
) -> ImportBatch:
    """Take in the next rows (CHUNK of them), whichever those are by now, and finish after the last.

    `verdicts` are those of the whole file. Does nothing where the import is not running any more. Raises
    NotAllowed where the actor may not add to the account (any more).
    """
    batch = _lock(batch)
    if batch.status != BatchStatus.RUNNING:
        return batch
    rules.require("moderation.add_items", actor, batch.account)
    chunk = verdicts[batch.rows_done : batch.rows_done + (rows or CHUNK)]
    rejected = [verdict for verdict in chunk if isinstance(verdict, Rejected)]
    good = [_new_item(verdict) for verdict in chunk if isinstance(verdict, Comment)]
    result = add_chunk(batch.account, good, actor=actor, source=Source.IMPORT, batch=batch) if good else AddResult()
    ImportRow.objects.bulk_create(
        ImportRow(batch=batch, line=verdict.line, error=verdict.error, excerpt=verdict.excerpt) for verdict in rejected
    )
    batch.rows_done += len(chunk)
    batch.added += result.added
    batch.already_there += result.already_there
    batch.rejected += len(rejected)
    batch.worked_at = clock.now()
    batch.save(update_fields=["rows_done", "added", "already_there", "rejected", "worked_at"])
    audit.record(
        "moderation.import_chunk",
        batch,
        actor=actor,
        rows_done=batch.rows_done,
        added=result.added,
        already_there=result.already_there,
        rejected=len(rejected),
    )
    if batch.rows_done >= len(verdicts):
        _finish(batch, BatchStatus.DONE, actor)
        ImportFile.objects.filter(batch=batch).delete()
    return batch


@audit.verb("moderation.fail_import", "could not finish an import")
def fail(batch: ImportBatch, *, actor: Actor, why: str) -> ImportBatch:
    """Stop a running import, saying why. What was added stays, and it can be started again from there."""
    batch = _lock(batch)
    rules.require("moderation.fail_import", actor)
    batch.failure = why[:300]
    batch.save(update_fields=["failure"])
    _finish(batch, BatchStatus.FAILED, actor)
    return batch


@audit.verb("moderation.give_up_import", "gave up an import")
def give_up(batch: ImportBatch, *, actor: Actor) -> ImportBatch:
    """Remove a file that is not to be imported (any further), with what it says. What was added before stays."""
    batch = _lock(batch)
    rules.require("moderation.give_up_import", actor, batch.account)
    _finish(batch, BatchStatus.GIVEN_UP, actor)
    ImportFile.objects.filter(batch=batch).delete()
    batch.rejected_rows.all().delete()
    return batch


@audit.verb("moderation.forget_rejected", "had the rejected rows of an import removed")
def forget_rejected(batch: ImportBatch, *, actor: Actor) -> ImportBatch:
    """Remove what the portal keeps of rejected rows, for they quote what people wrote. How many they were stays known.

    The daily round does the same after KEPT_REJECTED. Raises NotAllowed, WrongState (it is not over, or none is left).
    """
    batch = _lock(batch)
    rules.require("moderation.give_up_import", actor, batch.account)
    if batch.finished_at is None or batch.status == BatchStatus.FAILED:
        raise WrongState("This import is not over yet.")
    rows = batch.rejected_rows.all().delete()[0]
    if not rows:
        raise WrongState("Nothing of its rejected rows is kept any more.")
    audit.record("moderation.forget_rejected", batch, actor=actor, rows=rows)
    return batch


def run(batch: ImportBatch, *, actor: Actor, seconds: float = math.inf) -> ImportBatch:
    """Take in chunk after chunk until the import is over, or for about so many seconds.

    Raises what the database raises when it cannot be reached; calling it again goes on from there.
    """
    stop_at = time.monotonic() + seconds
    try:
        verdicts = verdicts_of(batch)
        while batch.status == BatchStatus.RUNNING and time.monotonic() < stop_at:
            batch = _advance(batch, verdicts, actor)
    except Refused as refusal:
        batch.refresh_from_db()
        if batch.status != BatchStatus.RUNNING:  # another worker was quicker, and the file is gone
            return batch
        return fail(batch, actor=IMPORTS, why=refusal.reason)
    return batch


def run_for_uploader(batch_id: int, *, seconds: float = math.inf) -> bool:
    """A worker's part: `run` as the person who uploaded the file. Whether nothing is left to do."""
    batch = ImportBatch.objects.select_related("account", "uploaded_by").filter(pk=batch_id).first()
    if batch is None or batch.status != BatchStatus.RUNNING:
        return True
    return run(batch, actor=batch.uploaded_by or COMMAND_LINE, seconds=seconds).status != BatchStatus.RUNNING


def resume_waiting() -> list[int]:
    """Give every import that has stopped getting further to a worker again, and remove files nobody went on with.

    Returns the ids of the imports given to a worker.
    """
    now = clock.now()
    forgotten = [BatchStatus.MAPPING, BatchStatus.PREVIEWED, BatchStatus.FAILED]
    for batch in ImportBatch.objects.filter(status__in=forgotten, created_at__lt=now - KEPT_UNDECIDED):
        give_up(batch, actor=IMPORTS)
    stalled = ImportBatch.objects.filter(status=BatchStatus.RUNNING, worked_at__lt=now - STALLED)
    waiting = list(stalled.order_by("pk").values_list("pk", flat=True))
    for pk in waiting:
        waking.wake(pk)
    return waiting


def table_of(batch: ImportBatch) -> Table:
    """The file of an import that is not over. Raises WrongState where it is."""
    return read(_content(batch))


def _content(batch: ImportBatch) -> bytes:
    file = ImportFile.objects.filter(batch=batch).first()
    if file is None:
        raise WrongState(GONE)
    return bytes(file.content)


def columns_of(batch: ImportBatch) -> dict[Column, int]:
    return {Column(name): at for name, at in batch.mapping.items()}


def verdicts_of(batch: ImportBatch) -> list[Comment | Rejected]:
    """What each row of the file comes to, in order: always the same for the same file, columns and time zone."""
    return list(judge(table_of(batch).records, columns_of(batch), school_zone()))


def _advance(batch: ImportBatch, verdicts: list[Comment | Rejected], actor: Actor, rows: int = 0) -> ImportBatch:
    """The next rows (CHUNK of them); where they cannot be stored, ever fewer, to leave out only those at fault."""
    rows = rows or CHUNK
    try:
        return import_chunk(batch, verdicts, actor=actor, rows=rows)
    except (NotAllowed, OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.exception("import %s: %s rows could not be stored (%s)", batch.pk, rows, type(error).__name__)
        kind = type(error).__name__
    batch.refresh_from_db()
    if rows == 1:
        why = f"The portal could not store this row ({kind}). Tell an Administrator."
        verdicts[batch.rows_done] = Rejected(verdicts[batch.rows_done].line, why, "")
        return import_chunk(batch, verdicts, actor=actor, rows=1)
    end = min(batch.rows_done + rows, len(verdicts))
    while batch.status == BatchStatus.RUNNING and batch.rows_done < end:
        batch = _advance(batch, verdicts, actor, max(rows // FEWER, 1))
    return batch


def _lock(batch: ImportBatch) -> ImportBatch:
    return ImportBatch.objects.select_related("account").select_for_update(of=("self",), no_key=True).get(pk=batch.pk)


def _finish(batch: ImportBatch, status: BatchStatus, actor: Actor) -> None:
    audit.move(batch, status, BATCH_TRANSITIONS, actor=actor)
    batch.finished_at = clock.now()
    batch.save(update_fields=["finished_at"])


def _new_item(comment: Comment) -> NewItem:
    return NewItem(
        text=comment.text,
        stated_at=comment.stated_at,
        external_id=comment.external_id,
        author_name=comment.author,
        permalink=comment.permalink,
        parent_external_id=comment.parent_id,
        kind=comment.kind,
        occurrence=comment.occurrence,
    )


def _check(columns: Mapping[Column, int], width: int) -> None:
    """Raises InvalidInput, naming the column at fault."""
    for column in REQUIRED:
        if column not in columns:
            raise InvalidInput(f"Choose the column that says: {column.label.lower()}.", column)
    used: dict[int, Column] = {}
    for column, at in columns.items():
        if not 0 <= at < width:
            raise InvalidInput("The file has no such column.", column)
        if at in used:
            raise InvalidInput(f"This column is chosen for “{used[at].label}” already.", column)
        used[at] = column


def _without_folders(name: str) -> str:
    plain = name.encode("utf-8", "replace").decode()  # a name on disk may hold bytes that are no letters
    return plain.replace("\\", "/").rsplit("/", 1)[-1][:255] or "comments.csv"
