"""`manage.py restore DIR`: a backup into an empty portal."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stjudes_portal import backup
from stjudes_portal.run.errors import CannotRun
from stjudes_portal.run.preflight import make_folders, take_lock


class Command(BaseCommand):
    help = "Bring a backup into this portal, which must be empty and stopped. Checks that all of it is there."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            make_folders(settings.ENVIRONMENT)
            with take_lock(settings.ENVIRONMENT):
                manifest = backup.restore(options["folder"])
        except (backup.CannotRestore, backup.CannotBackUp, CannotRun) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"Restored {sum(manifest.rows.values())} rows from {manifest.made_at}. The record is whole, "
            "and the key opens the vault. Everybody has to sign in again."
        )
