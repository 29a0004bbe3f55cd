"""What the daily round clears away at the desk: words that nobody came back to, and steps of long ago."""

from datetime import timedelta

from core import clock
from core.registry import daily
from moderation.imports.workflow import KEPT_REJECTED
from moderation.models import ImportRow, Jotting, Undo
from moderation.workflow.jotting import KEPT_FOR

A_DAY = timedelta(days=1)


@daily("what was typed at the desk and never sent, after a month")
def clear_jottings() -> None:
    Jotting.objects.filter(saved_at__lt=clock.now() - KEPT_FOR).delete()


@daily("what rejected rows of an import said, a month after it")
def clear_rejected_rows() -> None:
    """They quote what people wrote. How many they were stays with the import."""
    ImportRow.objects.filter(batch__finished_at__lt=clock.now() - KEPT_REJECTED).delete()


@daily("steps at the desk that cannot be taken back any more")
def clear_undos() -> None:
    Undo.objects.filter(at__lt=clock.now() - A_DAY).delete()
