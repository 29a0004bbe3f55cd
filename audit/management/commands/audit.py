"""`manage.py audit verify`: does the record hold together?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from audit import chain


class Command(BaseCommand):
    help = "Check the record. `audit verify` exits 0, or 1 naming the id of the first row that does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify"])

    def handle(self, *args: Any, **options: Any) -> None:
        rows, fault = chain.verify()
        if fault is None:
            self.stdout.write(f"The record is whole: {rows} rows.")
            return
        self.stderr.write(f"The record does not fit at row {fault.event_id}: {fault.sentence}.")
        raise SystemExit(1)
