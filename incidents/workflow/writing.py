"""One line of a case file's timeline, by whichever verb it is written. The database keeps it as it is."""

from collections.abc import Iterable
from datetime import datetime

from core import clock
from incidents.models import Entry, Incident
from people.models import User


def write(
    incident: Incident,
    kind: str,
    text: str,
    actor: User,
    *,
    reason: str = "",
    happened_at: datetime | None = None,
    corrects: Entry | None = None,
    open_to: Iterable[str] = (),
) -> Entry:
    """One line of the timeline. `open_to` names the parts (reporter, target, witness) whose holders may read it."""
    return Entry.objects.create(
        incident=incident,
        kind=kind,
        text=text.strip(),
        reason=reason.strip(),
        by=actor,
        at=clock.now(),
        happened_at=happened_at,
        corrects=corrects,
        **{f"open_to_{part}": True for part in open_to},
    )
