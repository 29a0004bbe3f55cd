"""The portal of a journey: the real one, with a clock that the test moves and mail that the test reads."""

import email
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import cast

from stjudes_portal.environment import ROOT
from tests.portal import Portal as RunningPortal
from tests.portal import wait_until

SET_UP_CODE = re.compile(r"Set-up code: (\S+)")

# Makes every session believe that its last sign-in is longer ago: what `people.fresh` and the idle limit look at
# is the machine's own clock, which no test moves.
AGE_SIGN_INS = """
from people.models import Session
from people.sessions import SessionStore
for row in Session.objects.all():
    session = SessionStore(session_key=row.pk)
    records = session.get("account_authentication_methods", [])
    session["account_authentication_methods"] = [{**record, "at": record["at"] - %d} for record in records]
    session.save()
"""


class Portal(RunningPortal):
    """`with Portal(folder) as portal:` an empty portal that waits to be set up."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self._offset = folder / "clock-offset"
        self._offset.write_text("0")
        self._inside: subprocess.Popen[str] | None = None
        super().__init__(
            folder / "var",
            DJANGO_SETTINGS_MODULE="stjudes_portal.settings.test",
            TEST_CLOCK_OFFSET_FILE=str(self._offset),
            **settings,
        )

    def set_up_code(self) -> str:
        """The one-time code that the terminal printed."""
        found = SET_UP_CODE.search(self.said())
        assert found, f"no set-up code in: {self.said()}"
        return found.group(1)

    # --- the clock

    def now(self) -> datetime:
        """What every process of the portal takes for the present moment."""
        return datetime.now(UTC) + timedelta(seconds=float(self._offset.read_text()))

    def move_clock_to(self, moment: datetime) -> None:
        # In one step: a process may read the file at any time.
        fresh = self._offset.with_suffix(".new")
        fresh.write_text(str((moment - datetime.now(UTC)).total_seconds()))
        fresh.replace(self._offset)

    def age_sign_ins(self, by: timedelta) -> None:
        """Let so much time have passed since everybody's last sign-in."""
        self.does(AGE_SIGN_INS % by.total_seconds())

    def does(self, code: str) -> str:
        """Run Python inside the portal, with what `settled` offers. Returns what it printed; fails where it failed."""
        if self._inside is None:
            command = [sys.executable, "-m", "tests.journey.inside"]
            self._inside = subprocess.Popen(
                command, cwd=ROOT, env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        assert self._inside.stdin is not None
        assert self._inside.stdout is not None
        self._inside.stdin.write(f"{json.dumps(code)}\n")
        self._inside.stdin.flush()
        done, said = json.loads(self._inside.stdout.readline())
        assert done, said
        return str(said)

    def _end(self) -> None:
        if self._inside is not None:
            self._inside.communicate()
        super()._end()

    def daily_round(self) -> None:
        """What the timetable does every quarter of an hour, now. Comes back once the worker is through with it."""
        self._let_worker_do("stjudes_portal.tasks.daily_round")

    def deliver(self) -> None:
        """Send the mail that waits, now. Comes back once the worker is through with it."""
        self._let_worker_do("notifications.tasks.deliver")

    def _let_worker_do(self, task: str) -> None:
        self.does(f"from tests.journey.worker import do; do({task!r})")

    # --- what it tells the world outside

    def health(self) -> dict[str, object]:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return cast(dict[str, object], json.loads(answer.read()))
        except urllib.error.HTTPError as error:
            return cast(dict[str, object], json.loads(error.read()))

    def letters(self, to: str = "", about: str = "") -> list[EmailMessage]:
        """The mail written so far, oldest first, to an address and with words in its subject."""
        files = sorted((self.var / "mail").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        letters = [cast(EmailMessage, email.message_from_bytes(path.read_bytes(), policy=modern)) for path in files]
        return [
            letter for letter in letters if to in str(letter["To"]) and about.lower() in str(letter["Subject"]).lower()
        ]

    def letter(self, to: str, about: str) -> EmailMessage:
        """The newest such letter, waited for."""
        wait_until(lambda: self.letters(to, about), f"a letter to {to} about “{about}”")
        return self.letters(to, about)[-1]

    def link_in(self, letter: EmailMessage) -> str:
        """The one link to the portal that a letter holds."""
        links = re.findall(rf"{re.escape(self.address)}\S+", letter.get_content())
        assert len(links) == 1, letter.get_content()
        return str(links[0])

    def sweep(self) -> str:
        """What the timetable does each minute, now."""
        done = self.manage("sweep")
        assert done.returncode == 0, done.stderr
        return str(done.stdout)
