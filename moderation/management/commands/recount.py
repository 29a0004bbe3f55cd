"""`manage.py recount`: count all figures again from the comments, and say whether they stood right."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from moderation.figures import recounting


class Command(BaseCommand):
    help = (
        "Counts every day of every account again from the comments, compares it with what the figures show, and "
        "mends what is wrong. Safe at any time, also beside the running portal; what changes meanwhile may be named "
        "as wrong, because the figures learn of it a minute later. Exits 1 if something was wrong."
    )

    def handle(self, **_options: Any) -> None:
        waited = recounting.run()  # what is marked is not wrong yet
        result = recounting.compare_all()
        self.stdout.write(f"counted first, because they had changed: {waited} days of accounts")
        self.stdout.write(f"compared: {result.days} days of {result.accounts} accounts")
        if not result.wrong:
            self.stdout.write("All figures stood right.")
            return
        for account, days in sorted(result.wrong.items()):
            named = ", ".join(day.isoformat() for day in days[:10])
            more = f" and {len(days) - 10} more" if len(days) > 10 else ""
            self.stderr.write(f"mended, account {account}: {named}{more}")
        sys.exit(1)
