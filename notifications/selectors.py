"""Notices as people read them: the words in place."""

from collections.abc import Iterable
from dataclasses import dataclass

from notifications import messages
from notifications.models import Notification


@dataclass(frozen=True)
class Notice:
    """A notification and its words."""

    row: Notification
    title: str
    body: str


def as_notices(rows: Iterable[Notification]) -> list[Notice]:
    """The rows with their words. One whose message no room registers any more is left out."""
    known = messages.registered()
    return [Notice(row, *messages.words(row.template, row.params)) for row in rows if row.template in known]
