"""`manage.py backup DIR`: the portal's data, while it runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stjudes_portal import backup


class Command(BaseCommand):
    help = "Write the portal's data into a new folder. The keys are not in it: keep a copy of them elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.back_up(options["folder"])
        except backup.CannotBackUp as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Backed up {sum(manifest.rows.values())} rows into {options['folder']}.")
        self.stdout.write(
            f"The keys are not in it. Keep a copy of {settings.ENVIRONMENT.secrets_dir} in another safe place: "
            "without it no stored password can be read."
        )
