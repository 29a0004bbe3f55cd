"""What a school's own list of its people says, row by row. Pure: knows nothing of who is in the portal."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.csv_file import CannotRead, Record, read
from people.models import Role
from people.rules import why_misfit

LARGEST_LIST = 2 * 1024 * 1024  # bytes
MOST_PEOPLE = 5_000
FIRST_YEAR, LAST_YEAR = 1950, 2099
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_QUOTE = 120, 254, 60  # characters


class Column(StrEnum):
    """What the portal takes from a list, by the heading that the template has."""

    NAME = "Name"
    FIRST = "First name"
    LAST = "Last name"
    EMAIL = "E-mail"
    ROLES = "Roles"
    EMPLOYED = "Employed"
    STARTS = "Start date"
    LEAVES = "Last working day"
    MANAGER = "Line manager's e-mail"


TEMPLATE = [column.value for column in Column if column not in (Column.FIRST, Column.LAST)]
# Other headings for the same thing, compared without capitals, spaces and marks.
SYNONYMS: Mapping[Column, Sequence[str]] = {
    Column.NAME: ("full name", "person", "staff name", "staff member", "employee", "employee name", "display name"),
    Column.FIRST: ("forename", "given name", "preferred first name", "preferred forename", "legal forename"),
    Column.LAST: ("surname", "family name", "preferred last name", "preferred surname", "legal surname"),
    Column.EMAIL: ("e-mail address", "work e-mail", "work e-mail address", "school e-mail", "mail", "username"),
    Column.ROLES: ("role", "role(s)", "portal role", "portal roles"),
    Column.EMPLOYED: ("employed by the school", "is employed", "employee?", "employed?"),
    Column.STARTS: ("starts", "starts on", "start", "first day", "first working day", "joined", "date of start"),
    Column.LEAVES: ("leaves", "leaves on", "leaving date", "leaving day", "end date", "end", "date of leaving"),
    Column.MANAGER: ("line manager", "manager", "line manager e-mail", "manager e-mail", "reports to"),
}  # fmt: skip
_WORDS: Mapping[Role, Sequence[str]] = {
    Role.STAFF: ("member of staff", "staff member", "teacher", "employee"),
    Role.VOLUNTEER: ("parent", "volunteer/parent", "parent volunteer"),
    Role.SLT: ("slt", "senior leadership", "leadership team", "senior leader", "member of slt"),
    Role.ADMINISTRATOR: ("admin", "administrator/moderator", "moderator"),
    Role.SAFEGUARDING_LEAD: ("dsl", "designated safeguarding lead"),
    Role.DEPUTY_SAFEGUARDING_LEAD: ("ddsl", "deputy dsl", "deputy designated safeguarding lead"),
    Role.GOVERNOR: ("school governor",),
    Role.CHAIR_OF_GOVERNORS: ("chair", "chair of the governors"),
    Role.OUTSIDE_CONTACT: ("outside contact",),
}
_YES, _NO = frozenset({"", "yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
_UK = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})(?: 00:00(?::00)?)?", re.ASCII)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[ T]00:00(?::00)?)?", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a list, in proper form: the address in small letters, roles by their keys."""

    line: int
    full_name: str
    email: str
    roles: frozenset[str]
    is_employed: bool
    starts_on: date | None
    leaves_on: date | None
    manager: str  # an address, or empty

    def packed(self) -> list[Any]:
        days = [day.isoformat() if day else None for day in (self.starts_on, self.leaves_on)]
        return [self.line, self.full_name, self.email, sorted(self.roles), self.is_employed, *days, self.manager]

    @classmethod
    def unpacked(cls, packed: list[Any]) -> "Row":
        line, name, email, roles, employed, starts, leaves, manager = packed
        first, last = (date.fromisoformat(day) if day else None for day in (starts, leaves))
        return cls(line, name, email, frozenset(roles), employed, first, last, manager)

    @property
    def role_labels(self) -> list[str]:
        return [role.label for role in Role if role in self.roles]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be added: why (sentences), and what it holds under the headings that were recognised."""

    line: int
    reason: str
    cells: tuple[str, ...]

    def packed(self) -> list[Any]:
        return [self.line, self.reason, list(self.cells)]

    @classmethod
    def unpacked(cls, packed: list[Any]) -> "Problem":
        line, reason, cells = packed
        return cls(line, reason, tuple(cells))

    @property
    def beginning(self) -> str:
        """Enough of the row to find it again."""
        return _quoted(", ".join(cell for cell in self.cells[:3] if cell))


@dataclass(frozen=True)
class StaffFile:
    """`columns` are (heading, what it was taken for or nothing), as they stand in the file."""

    rows: list[Row]
    problems: list[Problem]
    columns: list[tuple[str, str]]
    notes: list[str]


def read_staff_file(content: bytes) -> StaffFile:
    """The people of a CSV file. Raises CannotRead, with a sentence that says what to do."""
    if len(content) > LARGEST_LIST:
        raise CannotRead(f"The file is larger than {LARGEST_LIST // 1024**2} MB. Split it into smaller files.")
    table = read(content)
    columns = recognise(table.header)
    if len(table.records) > MOST_PEOPLE:
        raise CannotRead(f"The file has more than {MOST_PEOPLE:,} rows. Split it into smaller files.")
    at = {place: column for column, place in columns.items()}
    taken = [(heading, at[place].value if place in at else "") for place, heading in enumerate(table.header)]
    rows, problems = _judged(table.records, columns)
    return StaffFile(rows, problems, taken, table.notes)


def recognise(header: Sequence[str]) -> dict[Column, int]:
    """Where each thing stands, in the order of the file. Raises CannotRead where one that is needed is missing."""
    if any("@" in heading for heading in header):
        raise CannotRead(
            "The first row looks like a person, not like headings. "
            "Put a row above it that names the columns: Name, E-mail, Roles."
        )
    names = [_plain(heading) for heading in header]
    own = {_plain(column): column for column in Column}
    twice = [name for name, count in Counter(names).items() if count > 1 and name in own]
    if twice:
        raise CannotRead(f"Two columns are called “{own[twice[0]]}”. Rename or remove one of them.")
    found: dict[Column, int] = {}
    for column, words in [(column, [column.value]) for column in Column] + [(c, list(SYNONYMS[c])) for c in Column]:
        place = next((names.index(_plain(word)) for word in words if _plain(word) in names), None)
        if place is not None and column not in found and place not in found.values():
            found[column] = place
    missing = [column for column in (Column.EMAIL, Column.ROLES) if column not in found]
    if Column.NAME not in found and not (Column.FIRST in found and Column.LAST in found):
        missing.insert(0, Column.NAME)
    if missing:
        wanted = " and none called ".join(f"“{column}”" for column in missing)
        raise CannotRead(
            f"The file has no column called {wanted}. The first row must name the columns: Name, E-mail and Roles "
            "are needed. The template shows all that can be used."
        )
    return dict(sorted(found.items(), key=lambda item: item[1]))


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())


def _judged(records: Iterable[Record], columns: Mapping[Column, int]) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    first_line: dict[str, int] = {}
    for record in records:
        values = {column: _clean(record.cells[at]) for column, at in columns.items()} if record.cells else {}
        cells = tuple(values.values())
        if record.problem:
            problems.append(Problem(record.line, record.problem, ()))
        elif any(cells):
            row, wrong = _judge(record.line, values)
            email = values[Column.EMAIL].casefold()
            if email and email in first_line:
                wrong.append(f"The address stands on line {first_line[email]} already.")
            first_line.setdefault(email, record.line)
            if row is None or wrong:
                problems.append(Problem(record.line, " ".join(wrong), cells))
            else:
                rows.append(row)
    return rows, problems


def _clean(cell: str) -> str:
    """One line without space around it, and without what no database keeps."""
    return " ".join(cell.replace("\0", " ").split())


def _judge(line: int, values: Mapping[Column, str]) -> tuple[Row | None, list[str]]:
    """The row, or None and what is wrong with it: all at once, so that the file is corrected once."""
    wrong: list[str] = []

    def value(column: Column) -> str:
        return values.get(column, "")

    name = value(Column.NAME) or " ".join(filter(None, (value(Column.FIRST), value(Column.LAST))))
    if not name:
        wrong.append("There is no name.")
    elif len(name) > LONGEST_NAME:
        wrong.append(f"The name has {len(name):,} characters; at most {LONGEST_NAME} are taken.")
    email, manager = value(Column.EMAIL).lower(), value(Column.MANAGER).lower()
    wrong += _wrong_address(email, "e-mail address", needed=True)
    wrong += _wrong_address(manager, "line manager's e-mail address", needed=False)
    if manager and manager == email:
        wrong.append("Nobody is their own line manager.")
    employed = value(Column.EMPLOYED).casefold()
    if employed not in _YES | _NO:
        wrong.append(f"“{_quoted(employed)}” under “Employed” is neither yes nor no.")
    roles, unknown = read_roles(value(Column.ROLES))
    wrong += unknown
    wrong += _misfits(roles, employed not in _NO)
    days: list[date | None] = []
    for column in (Column.STARTS, Column.LEAVES):
        try:
            days.append(read_day(value(column)))
        except ValueError as error:
            days.append(None)
            wrong.append(f"{column}: {error}")
    if days[0] and days[1] and days[1] < days[0]:
        wrong.append("The last working day comes before the first one.")
    if wrong:
        return None, wrong
    return Row(line, name, email, frozenset(roles), employed not in _NO, days[0], days[1], manager), wrong


def _wrong_address(address: str, what: str, *, needed: bool) -> list[str]:
    if not address:
        return [f"There is no {what}."] if needed else []
    try:
        validate_email(address)
    except ValidationError:
        return [f"“{_quoted(address)}” is not an {what}." if needed else f"“{_quoted(address)}” is no {what}."]
    return [] if len(address) <= LONGEST_ADDRESS else [f"The {what} is too long."]


def read_roles(text: str) -> tuple[set[str], list[str]]:
    """The keys of the roles that a cell names, and a sentence for each word that is none of them."""
    if not text:
        return set(), ["There is no role."]
    whole = _ROLES.get(_plain(text))
    if whole is not None:  # a role's own name may hold a stroke
        return {whole}, []
    words = [word.strip() for word in re.split(r"[;/,|+]", text) if word.strip()]
    found = {_ROLES[_plain(word)].value for word in words if _plain(word) in _ROLES}
    unknown = [f"“{_quoted(word)}” is not one of the roles." for word in words if _plain(word) not in _ROLES]
    return found, unknown or ([] if found else ["There is no role."])


def _misfits(roles: Iterable[str], is_employed: bool) -> list[str]:
    return list(dict.fromkeys(filter(None, (why_misfit(role, is_employed) for role in sorted(roles)))))


def read_day(text: str) -> date | None:
    """A date as the United Kingdom writes it (day first, year in full) or as ISO 8601 does.

    Raises ValueError with a sentence that says what to do.
    """
    if not text:
        return None
    found = _UK.fullmatch(text) or _ISO.fullmatch(text)
    if found is None:
        if _SHORT_YEAR.fullmatch(text):
            raise ValueError(f"“{_quoted(text)}” is unclear. Write the year with four digits, like 01/09/2026.")
        raise ValueError(f"“{_quoted(text)}” is not a date. Write it like 01/09/2026 (day first) or 2026-09-01.")
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError(f"“{_quoted(text)}” is not a real date. Write the day first, like 01/09/2026.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"“{_quoted(text)}”: check the year. It goes from {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


_ROLES = {_plain(word): role for role in Role for word in (role.value, role.label, *_WORDS[role])}
