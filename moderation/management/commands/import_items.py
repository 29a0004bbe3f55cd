"""`manage.py import_items FILE --account PLATFORM:HANDLE [--json]`: bring a file of comments into the queue."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from accounts.selectors import by_platform_handle
from core.actors import COMMAND_LINE
from core.csv_file import LARGEST_FILE, CannotRead, read
from core.errors import Refused
from moderation.imports import workflow
from moderation.imports.columns import require_columns
from moderation.models import ImportBatch, ImportRow
from moderation.states import BatchStatus

UNUSABLE = 2  # the exit code for a file or an account that is of no use
STOPPED = 1  # and for an import that could not be finished


class Command(BaseCommand):
    help = (
        "Adds the comments of a CSV file to an account's queue. The first row names the columns: received_at and text "
        "are needed; external_id, author, permalink, parent_id and kind are welcome. A row that cannot be added is "
        "named with its line; the others are added. Comments that are there already are left as they are, so a file "
        "can be imported again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--account", required=True, metavar="PLATFORM:HANDLE", help="for example facebook:StJudesFriends"
        )
        parser.add_argument("--json", action="store_true", dest="as_json", help="print the result as JSON")

    def handle(self, *, file: Path, account: str, as_json: bool, **_options: Any) -> None:
        batch = self._import(file, account)
        if batch.status != BatchStatus.DONE:
            raise CommandError(f"The import stopped: {batch.failure}", returncode=STOPPED)
        rejected = list(batch.rejected_rows.all())
        self.stdout.write(_as_json(batch, rejected) if as_json else _in_words(batch, rejected))

    def _import(self, file: Path, account: str) -> ImportBatch:
        try:
            found = by_platform_handle(account)
            content = _bytes_of(file)
            table = read(content)
            columns = require_columns(table.header)
            batch = workflow.start(found, actor=COMMAND_LINE, file_name=file.name, content=content)
            workflow.map_columns(batch, actor=COMMAND_LINE, columns=columns)
        except CannotRead as error:
            raise CommandError(f"{file}: {error}", returncode=UNUSABLE) from None
        except Refused as refusal:
            raise CommandError(refusal.reason, returncode=UNUSABLE) from None
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(f"The portal's data cannot be reached ({error}). Start the portal once.") from None
        for note in table.notes:
            self.stderr.write(note)
        batch = workflow.confirm(batch, actor=COMMAND_LINE, by_worker=False)
        return workflow.run(batch, actor=COMMAND_LINE)


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=UNUSABLE) from None


def _as_json(batch: ImportBatch, rejected: list[ImportRow]) -> str:
    result = {
        "rows": batch.rows_done,
        "added": batch.added,
        "already_there": batch.already_there,
        "rejected": [{"line": row.line, "error": row.error} for row in rejected],
    }
    return json.dumps(result, ensure_ascii=False, indent=2)


def _in_words(batch: ImportBatch, rejected: list[ImportRow]) -> str:
    lines = [
        f"{batch.rows_done:,} rows: {batch.added:,} added, {batch.already_there:,} already there, "
        f"{batch.rejected:,} rejected."
    ]
    lines += [f"Line {row.line}: {row.error}" for row in rejected]
    return "\n".join(lines)
