"""What the daily round clears away at the desk: words that nobody came back to, and steps of long ago."""

from datetime import timedelta

from core import clock
from core.registry import daily
from moderation.models import Jotting, Undo
from moderation.workflow.jotting import KEPT_FOR

A_DAY = timedelta(days=1)


@daily("what was typed at the desk and never sent, after a month")
def clear_jottings() -> None:
    Jotting.objects.filter(saved_at__lt=clock.now() - KEPT_FOR).delete()


@daily("steps at the desk that cannot be taken back any more")
def clear_undos() -> None:
    Undo.objects.filter(at__lt=clock.now() - A_DAY).delete()
