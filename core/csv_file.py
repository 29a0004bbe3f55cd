"""The bytes of a CSV file, as records with the line that each begins on. Pure: knows nothing of what the rows say.

A quotation mark that is never closed would swallow every row after it. Such a record is given up for the
line that it begins on, and reading goes on with the next line: a bad row never blocks a good one.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_ROWS = 50_000
MOST_LINES = 1_000_000  # a row may take up many, a file of empty ones would take up the memory
MOST_COLUMNS = 100
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}

LONGEST_RECORD = 1_000  # lines; a longer one is a quotation mark that was never closed
_MOST_LINES_READ_AGAIN = 1_000_000
_END = "\ue000end of the file\ue000"  # fed after the last line: a record that holds it was never closed
_SEP = re.compile(r'^"?sep=(.)"?\r?\n?$', re.IGNORECASE)

EMPTY = "The file is empty. Choose a CSV file with a line of headings and a row for each."
UNCLOSED = (
    "A quotation mark is opened on this line and not closed properly. "
    "Put one at both ends of the text, and write those within it twice."
)

# The csv module's own limit (128 KiB a field) would stop the whole file. Ours is on the file, then on each value.
csv.field_size_limit(LARGEST_FILE)


class CannotRead(ValueError):
    """The file as a whole is of no use. As a string it says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row. `line` is the first physical line that it takes up; `problem` is set where it could not be read."""

    line: int
    cells: tuple[str, ...]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """A file that was read. `notes` are sentences that whoever gave it should see."""

    header: tuple[str, ...]
    records: list[Record]
    delimiter: str
    encoding: str
    notes: list[str] = field(default_factory=list)


def read(data: bytes) -> Table:
    """The header and the records of a CSV file in UTF-8 (with or without its mark), UTF-16 or Windows-1252.

    Empty lines are left out. Raises CannotRead, with a sentence that says what to do.
    """
    table, records = _opened(data)
    delimiter, notes = table.delimiter, table.notes
    for record in records:
        if len(table.records) == MOST_ROWS:
            raise CannotRead(f"The file has more than {MOST_ROWS:,} rows. Split it into smaller files.")
        table.records.append(_fitted(record, len(table.header)))
    if not table.records:
        raise CannotRead("The file has a line of headings, but no rows under it.")
    if delimiter != ",":
        notes.append(f"The columns are divided by a {DELIMITERS[delimiter]}, not by a comma. They were read that way.")
    return table


def headings(data: bytes) -> tuple[str, ...]:
    """The headings alone, of a file that was read before. Raises as `read` does."""
    return _opened(data)[0].header


def _opened(data: bytes) -> tuple[Table, Iterator[Record]]:
    """A table without rows yet, and the rows to come."""
    text, encoding, notes = _decode(data)
    if not text.strip():
        raise CannotRead(EMPTY)
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        raise CannotRead(f"The file has more than {MOST_LINES:,} lines. Split it into smaller files.")
    lines = io.StringIO(text, newline="").readlines()
    skipped, delimiter = _delimiter(lines)
    records = _records(lines, delimiter, skipped)
    header = next(records, None)
    if header is None:
        raise CannotRead(EMPTY)
    if header.problem:
        raise CannotRead(f"The headings on line {header.line} cannot be read. {header.problem}")
    if len(header.cells) > MOST_COLUMNS:
        raise CannotRead(f"The file has more than {MOST_COLUMNS} columns. Keep only those that you need.")
    return Table(tuple(cell.strip() for cell in header.cells), [], delimiter, encoding, notes), records


def _decode(data: bytes) -> tuple[str, str, list[str]]:
    """The text, the name of its encoding, and what to say about it."""
    if len(data) > LARGEST_FILE:
        raise CannotRead(f"The file is larger than {LARGEST_FILE // 1024**2} MB. Split it into smaller files.")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CannotRead("This is a spreadsheet, not a CSV file. Open it and save it as “CSV UTF-8”.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), "utf-16", []
        except UnicodeDecodeError:
            raise CannotRead(_UNREADABLE) from None
    try:
        return data.decode("utf-8-sig"), "utf-8", []
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise CannotRead(_UNREADABLE) from None
    note = (
        "The file is not in UTF-8, so it was read as Windows-1252. "
        "If letters with accents look wrong, save it again as “CSV UTF-8”."
    )
    return text, "cp1252", [note]


_UNREADABLE = "The letters of this file cannot be read. Open it in a spreadsheet and save it as “CSV UTF-8”."


def _delimiter(lines: list[str]) -> tuple[int, str]:
    """How many lines to skip, and what divides the columns: what divides the first line most often."""
    skipped = next((number for number, line in enumerate(lines) if line.strip()), 0)
    said = _SEP.match(lines[skipped])
    if said and said[1] in DELIMITERS:
        return skipped + 1, said[1]
    first = lines[skipped]

    def divided(delimiter: str) -> int:
        return len(next(csv.reader([first], delimiter=delimiter), []))

    return skipped, max(DELIMITERS, key=divided)  # the comma, where none divides it


def _records(lines: list[str], delimiter: str, start: int) -> Iterator[Record]:
    """Every record from index `start` of `lines` on. Begins again after a line whose quotation mark stays open."""
    read_again = 0
    while start < len(lines):
        for record, end in _run(lines, delimiter, start):
            suspect = record.problem or (end > record.line and not _is_strict(lines[record.line - 1 : end], delimiter))
            if suspect:
                yield Record(record.line, (), UNCLOSED)
                start = record.line  # the index of the line after it
                read_again += end - start
                break
            if record.cells:
                yield record
        else:
            return
        if read_again > _MOST_LINES_READ_AGAIN:
            raise CannotRead("Too many quotation marks in this file are not closed. Save it again as “CSV UTF-8”.")


def _run(lines: list[str], delimiter: str, start: int) -> Iterator[tuple[Record, int]]:
    """Records with the number of their last line, until the file ends or one stays open (then it has a problem)."""
    begun = start  # lines that complete records take up
    fed = start

    def feed() -> Iterable[str]:
        nonlocal fed
        for line in islice(lines, start, None):
            if fed - begun >= LONGEST_RECORD:
                break
            fed += 1
            yield line
        yield _END

    for cells in csv.reader(feed(), delimiter=delimiter):
        if cells == [_END]:
            return
        if cells and cells[-1].endswith(_END):
            yield Record(begun + 1, (), UNCLOSED), fed
            return
        line, begun = begun + 1, fed
        yield Record(line, tuple(cells)), fed


def _is_strict(lines: list[str], delimiter: str) -> bool:
    """Whether a record of several lines is quoted as it should be. One that is not may be many rows run together."""
    try:
        return len(list(csv.reader(lines, delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _fitted(record: Record, width: int) -> Record:
    """The record with as many cells as there are headings. One with more of them has a problem."""
    if record.problem:
        return record
    cells, more = record.cells[:width], record.cells[width:]
    if any(cell.strip() for cell in more):
        problem = (
            f"The row has {len(record.cells)} cells under {width} headings. "
            "Text with a comma in it needs a quotation mark at both ends."
        )
        return Record(record.line, (), problem)
    return Record(record.line, cells + ("",) * (width - len(cells)))
