"""Columns by their headings, and each row's verdict."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.csv_file import CannotRead, Record, read
from moderation.imports.columns import Column, guess, require_columns
from moderation.imports.judging import Comment, Rejected, judge

LONDON = ZoneInfo("Europe/London")
TRAPS = Path(__file__).parent / "data" / "traps.csv"


def verdict(**values):
    values = {"received_at": "2026-11-16T10:00:00Z", "text": "Hello"} | values
    columns = {Column(name): at for at, name in enumerate(values)}
    return next(judge([Record(2, tuple(values.values()))], columns, LONDON))


def judged(text):
    table = read(text.encode())
    return list(judge(table.records, require_columns(table.header), LONDON))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["received_at", "text"], {"received_at": 0, "text": 1}),
        (["TEXT", "Received At", "ignored"], {"received_at": 1, "text": 0}),
        (["Date", "Message", "Comment ID", "From", "Link"],
         {"received_at": 0, "text": 1, "external_id": 2, "author": 3, "permalink": 4}),
        (["comment", "text", "created_time", "id", "type"],
         {"received_at": 2, "text": 1, "external_id": 3, "kind": 4}),
        (["Datum", "Was"], {}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_their_headings(header, found):
    assert guess(header) == found


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (["text", "author"], "no column called received_at"),
        (["a", "b"], "no column called received_at and none called text"),
        (["2026-11-16 10:00", "Hello"], "first row looks like a comment"),
        (["received_at", "text", "Text"], "Two columns are called text"),
    ],
)
def test_headings_that_do_not_do_are_refused_with_what_to_do(header, says):
    with pytest.raises(CannotRead, match=says):
        require_columns(header)


def test_a_good_row_is_taken_whole():
    row = verdict(external_id=" 7 ", author="Zoë", permalink="https://example.org/7", parent_id="6", kind="Complaint")
    assert row == Comment(
        2, datetime(2026, 11, 16, 10, tzinfo=UTC), "Hello", "7", "Zoë", "https://example.org/7", "6", "complaint"
    )


def test_a_time_without_a_zone_is_the_schools():
    assert verdict(received_at="2026-07-16 13:45").stated_at == datetime(2026, 7, 16, 12, 45, tzinfo=UTC)


def test_the_kind_is_a_comment_unless_it_is_said():
    assert verdict().kind == "comment"
    assert verdict(kind="").kind == "comment"
    assert verdict(kind="question").kind == "query"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"text": " \n "}, "There is no text."),
        ({"received_at": " "}, "No time is given."),
        ({"received_at": "2026-10-25 01:30"}, "happened twice"),
        ({"received_at": "2026-03-29 01:30"}, "never happened"),
        ({"kind": "praise"}, "“praise” is not a kind"),
        ({"permalink": "javascript:alert(1)"}, "is not a web link"),
        ({"permalink": "//example.org"}, "is not a web link"),
        ({"permalink": "https://"}, "is not a web link"),
        ({"permalink": "https://[x"}, "is not a web link"),
        ({"permalink": "https://example.org/a b"}, "is not a web link"),
        ({"text": "x" * 20_001}, "The text has 20,001 characters; at most 20,000"),
        ({"author": "x" * 256}, "The author has 256 characters"),
        ({"external_id": "x" * 256}, "The external_id has 256 characters"),
        ({"text": "a\0b"}, "not text"),
        ({"text": "", "received_at": ""}, "The row is empty."),
        ({"text": "", "received_at": "", "author": "Ann"}, "No time is given. There is no text."),
    ],
)
def test_a_bad_row_says_what_is_wrong_with_it(values, says):
    row = verdict(**values)
    assert isinstance(row, Rejected)
    assert row.line == 2
    assert says in row.error


def test_the_same_words_twice_are_two_comments_unless_the_platform_numbers_them():
    rows = judged(
        "received_at,text,author,external_id\n"
        "2026-11-16 10:00,Hi,Ann,\n"
        "2026-11-16T10:00:00Z,Hi,Ann,\n"
        "2026-11-16 10:00,Hi,Ben,\n"
        "2026-11-16 10:00,Hi,Ann,c1\n"
        "2026-11-16 10:00,Hi,Ann,\n"
    )
    assert [row.occurrence for row in rows] == [1, 2, 1, 1, 3]


def test_the_line_breaks_of_another_program_make_no_other_comment():
    one, other = (judged(f'received_at,text\n2026-11-16 10:00,"a{end}b"\n')[0] for end in ("\n", "\r\n"))
    assert one == other


def test_each_trap_is_named_and_none_spoils_its_neighbours():
    table = read(TRAPS.read_bytes())
    rows = list(judge(table.records, require_columns(table.header), LONDON))
    rejected = {row.line: row.error for row in rows if isinstance(row, Rejected)}
    assert list(rejected) == [3, 6, 7, 8, 9, 10, 11, 12, 16, 17, 19, 20]
    for line, says in {
        3: "There is no text", 6: "There is no text", 7: "No time is given", 8: "No time is given",
        9: "not a date and time", 10: "not a date and time", 11: "happened twice", 12: "never happened",
        16: "not a kind", 17: "not a web link", 19: "9 cells under 7 headings", 20: "quotation mark",
    }.items():  # fmt: skip
        assert says in rejected[line]
    good = [row for row in rows if isinstance(row, Comment)]
    assert [row.line for row in good] == [2, 4, 13, 14, 15, 21, 22, 23, 24, 25]
    assert good[1].text == 'Two lines,\nand a comma; she said "well done" 🎉'
