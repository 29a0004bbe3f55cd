"""Reading a moment that somebody wrote down, and saying plainly what is wrong with one that can't be read."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

FIRST_YEAR, LAST_YEAR = 1970, 2099
WANTED = "Write it like 2026-11-16 13:45:27 (the school's time), 2026-11-16T13:45:27Z or 2026-11-16T13:45:27+01:00."

_FORM = re.compile(
    r"""(?P<date>\d{4}-\d\d-\d\d) [T ]
        (?P<hour>\d\d) : (?P<minute>\d\d) (?: : (?P<second>\d\d) (?: [.,] (?P<fraction>\d+) )? )?
        [ ]? (?P<offset>Z | (?P<sign>[+-]) (?P<off_hours>\d\d) (?: :? (?P<off_minutes>[0-5]\d) )? )?""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_USUAL = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{6})?(?:Z|[+-]\d\d:[0-5]\d)", re.ASCII)
_LONGEST_QUOTE = 40  # characters


class BadTime(ValueError):
    """The text names no moment. As a string it is a whole sentence that can be shown as it stands."""


class NoTime(BadTime):
    """Nothing was written where a time belongs."""


class NotATime(BadTime):
    """Something was written, and it is not a date and a time that we read."""


class HappenedTwice(BadTime):
    """A local time in the hour that the clocks repeat: it names two moments."""


class NeverHappened(BadTime):
    """A local time in the hour that the clocks leave out: it names no moment."""


def parse_time(text: str, zone: tzinfo) -> datetime:
    """The moment that `text` names, in UTC, to the microsecond.

    `text` is ISO 8601: a date and a time of day (seconds and their fraction may be left out), then `Z`,
    an offset, or neither: then it is local time in `zone`. Raises NoTime, NotATime, HappenedTwice or
    NeverHappened, each a BadTime and so a ValueError.
    """
    text = text.strip()
    quick = _usual(text)
    if quick is not None:
        return quick
    if not text:
        raise NoTime("No time is given.")
    found = _FORM.fullmatch(text)
    if not found:
        raise NotATime(f"{_quoted(text)} is not a date and time. {WANTED}")
    try:
        written, offset = _written(found), _offset(found)
    except ValueError:
        raise NotATime(f"{_quoted(text)} is not a date and time: there is no such day, time or offset.") from None
    if not FIRST_YEAR <= written.year <= LAST_YEAR:
        raise NotATime(
            f"{_quoted(text)} is not a date and time that we can use: years go from {FIRST_YEAR} to {LAST_YEAR}."
        )
    return (written.replace(tzinfo=offset) if offset else _local(written, zone, text)).astimezone(UTC)


def _usual(text: str) -> datetime | None:
    """What most platforms write, read the quick way. None: the thorough way reads it, or says why not."""
    if not _USUAL.fullmatch(text) or not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _written(found: re.Match[str]) -> datetime:
    """The date and time as they stand, without a zone. Raises ValueError for 30 February or 25:00."""
    microseconds = (found["fraction"] or "")[:6].ljust(6, "0")
    clock = f"{found['hour']}:{found['minute']}:{found['second'] or '00'}.{microseconds}"
    return datetime.fromisoformat(f"{found['date']}T{clock}")


def _offset(found: re.Match[str]) -> timezone | None:
    """The offset that was written, None where none was. Raises ValueError for one of 24 hours or more."""
    if not found["offset"]:
        return None
    if not found["sign"]:
        return UTC
    size = timedelta(hours=int(found["off_hours"]), minutes=int(found["off_minutes"] or 0))
    return timezone(-size if found["sign"] == "-" else size)


def _local(written: datetime, zone: tzinfo, text: str) -> datetime:
    """`written` as a local time of `zone`, if the clocks showed it exactly once."""
    earlier, later = (written.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if earlier.utcoffset() == later.utcoffset():
        return earlier
    if earlier.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == written:
        raise HappenedTwice(
            f"{_quoted(text)} happened twice, because the clocks went back. "
            f"Say which one is meant: {earlier.isoformat()} or {later.isoformat()}."
        )
    raise NeverHappened(f"{_quoted(text)} never happened, because the clocks went forward over it.")


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + '…'}”"
