"""`manage.py prepare`: bring database and files to the state that this version of the portal needs."""

import hashlib
import time
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.vault import canary
from moderation import sweep
from people.workflow import new_set_up_code
from school.models import current_school
from stjudes_portal import VERSION

PATIENCE = 5  # seconds that a database which has just been started may take


class Command(BaseCommand):
    help = "Get the database and the static files ready, run one sweep, and print the set-up code of an empty portal."
    # They are about the code, not the school's machine; the worker, started next, has them run.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self._reach_database()
        self._migrate()
        self._try_vault_key()
        call_command("createcachetable", verbosity=0)
        if settings.DEMO:
            call_command("seed_demo", stdout=self.stdout)
            self._try_vault_key()
        self._collect_static()
        if settings.DEMO:
            call_command("seed_demo", stdout=self.stdout)
        self._sweep()
        self._greet_newcomer()

    def _reach_database(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                connection.ensure_connection()
                return
            except OperationalError as error:
                if time.monotonic() > deadline:
                    self.stderr.write(_unreachable(error))
                    raise SystemExit(1) from None
                time.sleep(0.5)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)

    def _try_vault_key(self) -> None:
        try:
            canary.check()
        except canary.WrongKey as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from None

    def _collect_static(self) -> None:
        stamp = settings.RUN_DIR / "static.stamp"
        digest = _digest_of_static_files()
        if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
            return
        self._say("Collecting the pages' files …")
        stamp.unlink(missing_ok=True)  # an interrupted run must not look finished
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(digest, encoding="ascii")

    def _sweep(self) -> None:
        """What became due while the portal was off. One comment in the way does not keep the rest from starting."""
        failed = sweep.run().failed
        if failed:
            self._say(
                f"{len(failed)} comments could not be checked: see `manage.py sweep`. The portal starts all the same."
            )

    def _greet_newcomer(self) -> None:
        if current_school() is None and not settings.DEMO:
            self._say(f"Set-up code: {new_set_up_code()}  (the first page asks for it; it works once)")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _digest_of_static_files() -> str:
    """Changes when a static file, the way they are stored, or the portal's version changes."""
    digest = hashlib.sha256(f"{VERSION} {settings.STORAGES['staticfiles']}".encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = f"{path} {storage.path(path)} {storage.size(path)} {storage.get_modified_time(path)}"
            digest.update(state.encode())
    return digest.hexdigest()


def _unreachable(error: OperationalError) -> str:
    """One line, without the password that DATABASE_URL may hold."""
    database = connection.settings_dict
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    if connection.vendor == "sqlite":
        return f"The database file {database['NAME']} cannot be opened ({first}). Check the folder that VAR names."
    place = f"{database['NAME']} on {database['HOST'] or 'this machine'}"
    if database["PORT"]:
        place += f", port {database['PORT']}"
    return f"The database {place} cannot be reached ({first}). Start it, or check DATABASE_URL."
