"""Which column of a file holds what: guessed from the headings, then settled by a person. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum

from core.csv_file import CannotRead


class Column(StrEnum):
    """What the portal takes from a file, by the name of its heading."""

    RECEIVED_AT = "received_at"
    TEXT = "text"
    EXTERNAL_ID = "external_id"
    AUTHOR = "author"
    PERMALINK = "permalink"
    PARENT_ID = "parent_id"
    KIND = "kind"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def hint(self) -> str:
        return HINTS[self]


REQUIRED = (Column.RECEIVED_AT, Column.TEXT)
LABELS = {
    Column.RECEIVED_AT: "When it was written",
    Column.TEXT: "What it says",
    Column.EXTERNAL_ID: "Its number on the platform",
    Column.AUTHOR: "Who wrote it",
    Column.PERMALINK: "Link to it",
    Column.PARENT_ID: "What it answers",
    Column.KIND: "What kind it is",
}
HINTS = {
    Column.RECEIVED_AT: "Such as 2026-11-16 13:45. A time without a zone is taken as the school's own.",
    Column.TEXT: "The words of the comment.",
    Column.EXTERNAL_ID: "With it, a comment that is in the portal already is not added twice, even if it was edited.",
    Column.AUTHOR: "The name that the platform shows.",
    Column.PERMALINK: "An address that starts with https:// or http://.",
    Column.PARENT_ID: "The platform's number of the comment that this one answers.",
    Column.KIND: "comment, query or complaint. Without it, each is a comment.",
}
# Other headings that platforms and spreadsheets give the same thing, most telling first. Compared without
# capitals, spaces, dashes and underscores.
SYNONYMS: Mapping[Column, Sequence[str]] = {
    Column.RECEIVED_AT: (
        "received", "created_at", "created_time", "created", "published_at", "posted_at", "posted", "commented_at",
        "timestamp", "date_time", "datetime", "date_and_time", "when", "time", "date",
    ),
    Column.TEXT: (
        "comment_text", "message_text", "message", "body", "content", "comment", "comments", "review",
    ),
    Column.EXTERNAL_ID: ("comment_id", "message_id", "post_id", "review_id", "id"),
    Column.AUTHOR: (
        "author_name", "author_display_name", "user_name", "username", "user", "from", "name", "commenter",
        "written_by",
    ),
    Column.PERMALINK: ("permalink_url", "comment_link", "comment_url", "link", "url", "address"),
    Column.PARENT_ID: ("parent", "parent_comment_id", "in_reply_to", "in_reply_to_id", "reply_to"),
    Column.KIND: ("type", "category"),
}  # fmt: skip
_DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}")


def guess(header: Sequence[str]) -> dict[Column, int]:
    """The index of the column that seems to hold each thing: by its own name first, then by a synonym.

    A thing that no heading names is left out. No column is given twice.
    """
    names = [_plain(heading) for heading in header]
    found: dict[Column, int] = {}

    def take(column: Column, words: Sequence[str]) -> None:
        for word in words:
            at = next((at for at, name in enumerate(names) if name == _plain(word)), None)
            if at is not None and column not in found and at not in found.values():
                found[column] = at

    for column in Column:
        take(column, [column])
    for column in Column:
        take(column, SYNONYMS[column])
    return found


def require_headings(header: Sequence[str]) -> None:
    """Raises CannotRead where the first row is a comment, not headings."""
    if any(_DATE.search(cell) for cell in header):
        raise CannotRead(
            "The first row looks like a comment, not like headings. "
            f"Put a row above it that names the columns, such as {Column.RECEIVED_AT},{Column.TEXT}."
        )


def require_columns(header: Sequence[str]) -> dict[Column, int]:
    """The columns by their headings alone. Raises CannotRead where one is missing or named twice."""
    require_headings(header)
    twice = [name for name, count in Counter(map(_plain, header)).items() if count > 1 and name in _OWN_NAMES]
    if twice:
        raise CannotRead(f"Two columns are called {_OWN_NAMES[twice[0]]}. Rename or remove one of them.")
    found = guess(header)
    missing = [column for column in REQUIRED if column not in found]
    if missing:
        raise CannotRead(
            f"The file has no column called {' and none called '.join(missing)}. "
            f"The first row must name the columns: {', '.join(REQUIRED)} are needed, "
            f"{', '.join(column for column in Column if column not in REQUIRED)} are welcome."
        )
    return found


def _plain(heading: str) -> str:
    return re.sub(r"[\s_\-.]+", "", heading.strip().casefold())


_OWN_NAMES = {_plain(column): column for column in Column}
