"""What each record of a file comes to: a comment that can be added, or the reasons why not. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple
from urllib.parse import urlsplit

from core.csv_file import Record
from core.timeparse import BadTime, parse_time
from moderation.imports.columns import Column
from moderation.states import Kind

# Characters. The database's own limits but for the text, which no platform lets be this long.
LONGEST_TEXT, LONGEST_NAME, LONGEST_LINK = 20_000, 255, 1_000
LONGEST = {
    Column.TEXT: LONGEST_TEXT,
    Column.EXTERNAL_ID: LONGEST_NAME,
    Column.AUTHOR: LONGEST_NAME,
    Column.PERMALINK: LONGEST_LINK,
    Column.PARENT_ID: LONGEST_NAME,
}
LONGEST_EXCERPT = 200
LONGEST_ERROR = 400
_USUAL_LINK = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[!-~]*)?")  # a quick look at what most links are
_ORDER = tuple(Column)  # of the values of a row
_KINDS = {name.casefold(): kind for kind in Kind for name in (kind.value, kind.label)}


class Comment(NamedTuple):
    """A row that can be added. `stated_at` (UTC) is the time in the file, which may lie in the future.

    `occurrence`: the how-manieth row of its file with this time, author and text, for one without `external_id`.
    """

    line: int
    stated_at: datetime
    text: str
    external_id: str
    author: str
    permalink: str
    parent_id: str
    kind: Kind
    occurrence: int = 1


class Rejected(NamedTuple):
    """A row that cannot be added, why (sentences), and how it begins."""

    line: int
    error: str
    excerpt: str


def judge(records: Sequence[Record], columns: Mapping[Column, int], zone: tzinfo) -> Iterator[Comment | Rejected]:
    """Each record in turn. `columns` says which cell holds what; `zone` is the school's."""
    seen: Counter[tuple[datetime, str, str]] = Counter()
    places = [columns.get(column) for column in _ORDER]
    for record in records:
        verdict = _judge(record, places, zone)
        if isinstance(verdict, Comment) and not verdict.external_id:
            same = (verdict.stated_at, verdict.author, verdict.text)
            seen[same] += 1
            if seen[same] > 1:
                verdict = verdict._replace(occurrence=seen[same])
        yield verdict


def _judge(record: Record, places: Sequence[int | None], zone: tzinfo) -> Comment | Rejected:
    if record.problem:
        return Rejected(record.line, record.problem, "")
    cells = record.cells
    values = [_clean(cells[at]) if at is not None else "" for at in places]
    if not any(values):
        return Rejected(record.line, "The row is empty.", "")
    received_at, text, external_id, author, permalink, parent_id, kind = values
    errors: list[str] = []
    if not _is_sound(values):
        errors = [error for column, value in zip(_ORDER, values, strict=True) for error in _wrong(column, value)]
    stated_at = None
    try:
        stated_at = parse_time(received_at, zone)
    except BadTime as error:
        errors.insert(0, str(error))
    if errors or stated_at is None:
        return Rejected(record.line, " ".join(errors)[:LONGEST_ERROR], _excerpt(record, text))
    named = _KINDS[kind.casefold()] if kind else Kind.COMMENT
    return Comment(record.line, stated_at, text, external_id, author, permalink, parent_id, named)


def _clean(value: str) -> str:
    """Without space around it, and with one kind of line break, so that a file saved by another program is the same."""
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return value.strip()


def _is_sound(values: Sequence[str]) -> bool:
    """A quick look at what most rows are. A row that does not pass may still have nothing wrong with it."""
    _, text, external_id, author, permalink, parent_id, kind = values
    return (
        0 < len(text) <= LONGEST_TEXT
        and len(external_id) <= LONGEST_NAME
        and len(author) <= LONGEST_NAME
        and len(parent_id) <= LONGEST_NAME
        and not kind
        and "\0" not in "".join(values)
        and (not permalink or (len(permalink) <= LONGEST_LINK and _is_web_link(permalink)))
    )


def _wrong(column: Column, value: str) -> Iterator[str]:
    """What is wrong with a value, time apart."""
    if "\0" in value:
        yield f"The {_name(column)} holds a character that is not text (NUL)."
    if column in LONGEST and len(value) > LONGEST[column]:
        yield f"The {_name(column)} has {len(value):,} characters; at most {LONGEST[column]:,} are taken."
    elif column is Column.TEXT and not value:
        yield "There is no text."
    elif column is Column.KIND and value and value.casefold() not in _KINDS:
        yield f"“{value[:40]}” is not a kind. Write comment, query or complaint, or leave it empty."
    elif column is Column.PERMALINK and value and not _is_web_link(value):
        yield f"“{value[:60]}” is not a web link. It must start with https:// or http://, or be left empty."


def _name(column: Column) -> str:
    return "time" if column is Column.RECEIVED_AT else column.value


def _is_web_link(value: str) -> bool:
    if _USUAL_LINK.fullmatch(value):
        return True
    if " " in value or not value.isprintable():  # no other space is printable
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _excerpt(record: Record, text: str) -> str:
    """The beginning of the row, enough to find it again."""
    words = " ".join((text or " ".join(record.cells)).replace("\0", " ").split())
    return words if len(words) <= LONGEST_EXCERPT else f"{words[: LONGEST_EXCERPT - 1]}…"
