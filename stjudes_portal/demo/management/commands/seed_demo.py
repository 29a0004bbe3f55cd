"""`DEMO=1 manage.py seed_demo`: make the demonstration school, unless it is there and young."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from core import clock
from moderation import sweep
from notifications.models import Mail, Notification
from notifications.waking import set_waker
from stjudes_portal.demo.case_files import CaseFiles
from stjudes_portal.demo.comments import Comments
from stjudes_portal.demo.desk import Desk
from stjudes_portal.demo.life import Life
from stjudes_portal.demo.past_term import PastTerm
from stjudes_portal.demo.rooms import Rooms
from stjudes_portal.demo.standing import Standing
from stjudes_portal.demo.story import Story, is_told

KEEPS_FOR = timedelta(days=3)  # after that, what was due then would all be late


class Command(BaseCommand):
    help = "Fill the demonstration's own database with an invented school, with dates relative to now."

    def handle(self, *args: Any, **options: Any) -> None:
        marker = Path(settings.RUN_DIR) / "seeded.json"
        if is_told():
            if marker.exists() and json.loads(marker.read_text())["at"] > (clock.now() - KEEPS_FOR).timestamp():
                return
            self._begin_again()
        marker.unlink(missing_ok=True)
        self.stdout.write("Inventing a school …")
        tell_everything()
        marker.write_text(json.dumps({"at": clock.now().timestamp()}))

    def _begin_again(self) -> None:
        """The record can only grow, so an old or half-told story goes with its whole file."""
        connection.close()
        name = str(connection.settings_dict["NAME"])
        for ending in ("", "-wal", "-shm"):
            Path(name + ending).unlink(missing_ok=True)
        (Path(settings.RUN_DIR) / "audit-head").unlink(missing_ok=True)
        call_command("migrate", verbosity=0)
        call_command("createcachetable")


def tell_everything() -> None:
    """The whole story, up to now."""
    now = clock.now()
    set_waker(lambda: None)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")  # a half-told story is thrown away, so nothing need survive
    story = Story(now)
    story.tell()
    Standing(story).tell()
    Life(story).tell()
    Rooms(story).tell()
    Comments(story).tell()
    Desk(story).tell()
    PastTerm(story).tell()
    CaseFiles(story).tell()
    story.timeline.run(now)
    sweep.run()
    # Nobody waits for the mail of an invented past, and it was read long ago.
    Notification.objects.filter(mail=Mail.WAITING).update(mail=Mail.NONE, mail_after=None)
    Notification.objects.filter(created_at__lt=now - timedelta(days=2)).update(read_at=now - timedelta(days=1))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
