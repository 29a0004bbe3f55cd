"""What the room adds to somebody's Today page."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from core import clock, times
from core.registry import Need, needs
from school.rules import ADMINISTRATOR
from school.selectors import waiting_mail

PATIENCE = timedelta(minutes=15)


@needs
def mail_that_waits(person: Any) -> list[Need]:
    """For Administrators: messages that do not get out."""
    if not person.holds(ADMINISTRATOR):
        return []
    waiting = waiting_mail()
    if waiting.since is None or clock.now() - waiting.since < PATIENCE:
        return []
    messages = "1 message waits" if waiting.count == 1 else f"{waiting.count} messages wait"
    long = times.duration((clock.now() - waiting.since).total_seconds())
    return [
        Need(
            sentence=f"{messages} for the mail server, the oldest for {long}",
            url=reverse("school:mail"),
            button="Look at the e-mail settings",
            urgency=0,
        )
    ]
