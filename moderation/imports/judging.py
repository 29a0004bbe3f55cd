"""What each record of a file comes to: a comment that can be added, or the reasons why not. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from core.csv_file import Record
from core.timeparse import BadTime, parse_time
from moderation.imports.columns import Column
from moderation.states import Kind

# Characters. The database's own limits but for the text, which no platform lets be this long.
LONGEST = {
    Column.TEXT: 20_000,
    Column.EXTERNAL_ID: 255,
    Column.AUTHOR: 255,
    Column.PERMALINK: 1_000,
    Column.PARENT_ID: 255,
}
LONGEST_EXCERPT = 200
LONGEST_ERROR = 400
_KINDS = {name.casefold(): kind for kind in Kind for name in (kind.value, kind.label)}


@dataclass(frozen=True, slots=True)
class Comment:
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


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that cannot be added, why (sentences), and how it begins."""

    line: int
    error: str
    excerpt: str


def judge(records: Sequence[Record], columns: Mapping[Column, int], zone: tzinfo) -> Iterator[Comment | Rejected]:
    """Each record in turn. `columns` says which cell holds what; `zone` is the school's."""
    seen: Counter[tuple[datetime, str, str]] = Counter()
    for record in records:
        verdict = _judge(record, columns, zone)
        if isinstance(verdict, Comment) and not verdict.external_id:
            same = (verdict.stated_at, verdict.author, verdict.text)
            seen[same] += 1
            if seen[same] > 1:
                verdict = replace(verdict, occurrence=seen[same])
        yield verdict


def _judge(record: Record, columns: Mapping[Column, int], zone: tzinfo) -> Comment | Rejected:
    if record.problem:
        return Rejected(record.line, record.problem, "")
    values = {column: _clean(record.cells[at]) for column, at in columns.items()}
    if not any(values.values()):
        return Rejected(record.line, "The row is empty.", "")
    errors = [error for column in Column for error in _wrong(column, values.get(column, ""))]
    stated_at = None
    try:
        stated_at = parse_time(values.get(Column.RECEIVED_AT, ""), zone)
    except BadTime as error:
        errors.insert(0, str(error))
    if errors or stated_at is None:
        return Rejected(record.line, " ".join(errors)[:LONGEST_ERROR], _excerpt(record, values))
    return Comment(
        record.line,
        stated_at,
        values.get(Column.TEXT, ""),
        values.get(Column.EXTERNAL_ID, ""),
        values.get(Column.AUTHOR, ""),
        values.get(Column.PERMALINK, ""),
        values.get(Column.PARENT_ID, ""),
        _KINDS[values.get(Column.KIND, "").casefold() or Kind.COMMENT],
    )


def _clean(value: str) -> str:
    """Without space around it, and with one kind of line break, so that a file saved by another program is the same."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


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
    if any(character.isspace() or not character.isprintable() for character in value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _excerpt(record: Record, values: Mapping[Column, str]) -> str:
    """The beginning of the row, enough to find it again."""
    words = " ".join((values.get(Column.TEXT) or " ".join(record.cells)).replace("\0", " ").split())
    return words if len(words) <= LONGEST_EXCERPT else f"{words[: LONGEST_EXCERPT - 1]}…"
