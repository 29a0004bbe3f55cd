"""`manage.py sweep`: look once for comments that are due, and act on each moment that was reached."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from moderation import sweep
from moderation.states import Stage


class Command(BaseCommand):
    help = (
        "Looks once for comments whose reminder, breach or escalation is due, and records each of these once. "
        "Safe to run at any time, also beside the running portal. Exits 1 if an item could not be handled."
    )

    def handle(self, **_options: Any) -> None:
        result = sweep.run()
        steps = dict.fromkeys([*Stage.values, *result.stages])  # the school's own steps after those it began with
        counts = ", ".join(f"{stage} {result.stages[stage]}" for stage in steps)
        self.stdout.write(f"looked at {result.looked_at}: {counts}")
        if result.recomputed:
            self.stdout.write(f"due times reckoned anew: {result.recomputed}")
        if result.failed:
            self.stderr.write(f"could not be handled: items {', '.join(map(str, result.failed))}")
            sys.exit(1)
