"""`manage.py vault …`: how the vault's keys are, another key for it, and a key back from its paper."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.vault import key_status
from accounts.vault.keeping import in_a_file
from accounts.vault.models import Rekeying
from accounts.vault.workflow import rekeying, restoring
from core.actors import COMMAND_LINE
from core.errors import Refused

HELP = {
    "status": "Say which key is in use, what each key closes, and whether its sheet is put away.",
    "new-key": "Make a new key and put it in front in the key file. Then run rekey.",
    "rekey": "Close everything with the newest key. The portal may go on running; what is killed goes on next time.",
    "forget-key": "Take an old key that nothing needs any more out of the key file.",
    "restore-key": "Type a key from its recovery sheet back into the key file.",
}


class Command(BaseCommand):
    help = "The keys of the vault."
    # Of use when something else is broken: it loads no pages.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parsers = parser.add_subparsers(dest="what", required=True)
        for name, words in HELP.items():
            one = parsers.add_parser(name, help=words, description=words)
            if name == "forget-key":
                one.add_argument("key_id", metavar="ID")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['what'].replace('-', '_')}")(options)
        except Refused as refusal:
            raise CommandError(refusal.reason) from None

    def _status(self, options: dict[str, Any]) -> None:
        for line in key_status.lines():
            self.stdout.write(line)

    def _new_key(self, options: dict[str, Any]) -> None:
        key_id = rekeying.new_key(actor=COMMAND_LINE)
        self.stdout.write(f"The key {key_id} is in front in {settings.VAULT_KEY_FILE}. The older ones still open.")
        self.stdout.write("Copy the file to its safe place again now, then run: manage.py vault rekey")

    def _rekey(self, options: dict[str, Any]) -> None:
        outcome = rekeying.rekey(actor=COMMAND_LINE, progress=self._tell)
        job = outcome.job
        if outcome.stuck:
            for column, pk in outcome.stuck:
                self.stderr.write(f"Does not open, and was left as it is: {column}, number {pk}")
            raise CommandError(
                f"{len(outcome.stuck)} values do not open: they were changed, or belong to something else. "
                "All others are closed with the new key. Keep the old keys."
            )
        self.stdout.write(f"Done: every sealed value says itself that the key {job.to_key_id} closes it.")
        for key_id in key_status.no_longer_needed():
            self.stdout.write(f"No longer needed: {key_id}. Take it out with: manage.py vault forget-key {key_id}")
        if in_a_file():
            self.stdout.write("An Administrator now prints the recovery sheet of the new key: the portal asks for it.")

    def _tell(self, job: Rekeying) -> None:
        share = 100 * job.done // job.total if job.total else 100
        self.stdout.write(f"{job.done:,} of {job.total:,} ({share} %)")
        self.stdout.flush()

    def _forget_key(self, options: dict[str, Any]) -> None:
        kept = rekeying.forget_key(options["key_id"], actor=COMMAND_LINE)
        self.stdout.write(f"The key {options['key_id']} is out of use. It is kept in {kept}:")
        self.stdout.write("older backups of the portal still need it. Delete that file once no such backup is kept.")

    def _restore_key(self, options: dict[str, Any]) -> None:
        if sys.stdin.isatty():
            self.stdout.write("Type the groups of letters from the sheet, the check group last, then an empty line.")
        typed = []
        for line in sys.stdin:
            if not line.strip():
                break
            typed.append(line)
        key_id, sentence = restoring.restore_key(" ".join(typed))
        self.stdout.write(f"The key {key_id} {sentence}")
