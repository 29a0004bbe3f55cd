"""`manage.py reply_due WHEN… [--explain]`: when the answer to a comment received at WHEN is due."""

import sys
from argparse import ArgumentParser
from datetime import datetime, tzinfo
from typing import Any

from django.core.management.base import BaseCommand

from core.timeparse import BadTime, parse_time
from moderation.clock_rules import school_clock_before_set_up

BAD_INPUT = 2  # the exit code for a WHEN that cannot be read, as for a wrong option


class Command(BaseCommand):
    help = (
        "Prints when the answer to a comment received at each WHEN is due, in UTC, one a line. WHEN is a date and time "
        "such as 2026-11-16T13:45:27Z or 2026-11-16T13:45:27+01:00; without an offset it is the school's own time. "
        "If one of them cannot be read, nothing is printed and the exit code is 2."
    )
    requires_system_checks = []  # it answers before the portal is set up

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "when", nargs="+", metavar="WHEN", help="a date and time; - reads them, one a line, from stdin"
        )
        parser.add_argument("--explain", action="store_true", help="add a tab and the reason, in a sentence")

    def handle(self, *, when: list[str], explain: bool, **_options: Any) -> None:
        clock = school_clock_before_set_up()
        for received_at in self._read(when, clock.zone):
            due = clock.due(received_at)
            self.stdout.write(f"{due.at.isoformat()}\t{due.sentence}" if explain else due.at.isoformat())

    def _read(self, when: list[str], zone: tzinfo) -> list[datetime]:
        """Every time that was given. Exits, naming each that cannot be read, before anything is printed."""
        moments, refused = [], False
        for text in _texts(when):
            try:
                moments.append(parse_time(text, zone))
            except BadTime as error:
                self.stderr.write(f"reply_due: {error}")
                refused = True
        if refused:
            sys.exit(BAD_INPUT)
        return moments


def _texts(when: list[str]) -> list[str]:
    """The arguments, with the lines of stdin (empty ones left out) in the place of each `-`."""
    texts: list[str] = []
    for argument in when:
        texts += [line for line in sys.stdin.read().splitlines() if line.strip()] if argument == "-" else [argument]
    return texts
