"""The bytes of a CSV file: every record that is there, on its line, whatever is wrong with its neighbours."""

import pytest

from core import csv_file as reading
from core.csv_file import CannotRead, read


def rows(data):
    return [(record.line, *record.cells) for record in read(data).records]


def test_a_file_becomes_its_headings_and_its_rows():
    table = read(b" Received_At ,text\n2026-11-16,Hello\n")
    assert table.header == ("Received_At", "text")
    assert [record.cells for record in table.records] == [("2026-11-16", "Hello")]
    assert table.notes == []


def test_a_row_is_known_by_the_line_that_it_begins_on():
    assert rows(b'a,b\n1,"two\nlines"\n\n2,"three\r\nmore\r\nlines"\n3,x\n') == [
        (2, "1", "two\nlines"),
        (5, "2", "three\r\nmore\r\nlines"),
        (8, "3", "x"),
    ]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_each_kind_of_line_end_is_a_line_end(end):
    assert rows(end.join([b"a,b", b"1,x", b"2,y"])) == [(2, "1", "x"), (3, "2", "y")]


def test_quotes_commas_and_emoji_are_kept():
    assert rows('a,b\n1,"He said ""hi"", twice 🎉"\n2,a "b" c\n'.encode()) == [
        (2, "1", 'He said "hi", twice 🎉'),
        (3, "2", 'a "b" c'),
    ]


@pytest.mark.parametrize(
    ("encode", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_the_usual_encodings_are_read(encode, name):
    table = read("text,b\ncafé – “très” €5,x\n".encode(encode))
    assert table.records[0].cells[0] == "café – “très” €5"
    assert table.header[0] == "text"
    assert table.encoding == name


def test_windows_1252_is_said():
    assert "read as Windows-1252" in read("a\ncafé\n".encode("cp1252")).notes[0]


@pytest.mark.parametrize(("mark", "word"), [(";", "semicolon"), ("\t", "tab")])
def test_another_delimiter_is_found_and_said(mark, word):
    table = read(f"a{mark}b, c{mark}d\n1{mark}2, 3{mark}4\n".encode())
    assert table.header == ("a", "b, c", "d")
    assert table.records[0].cells == ("1", "2, 3", "4")
    assert f"divided by a {word}" in table.notes[0]


def test_the_line_that_a_spreadsheet_puts_first_is_skipped():
    assert rows(b"sep=;\r\na;b\r\n1;2\r\n") == [(3, "1", "2")]


def test_missing_cells_at_the_end_are_empty_and_too_many_are_a_problem():
    records = read(b"a,b,c\n1\n1,2,3,,\n1,2,3,4\n").records
    assert [record.cells for record in records[:2]] == [("1", "", ""), ("1", "2", "3")]
    assert "4 cells under 3 headings" in records[2].problem


@pytest.mark.parametrize(
    "rest",
    [
        '2,plain\n3,"quoted"\n4,"two\nlines"\n',  # closed by a later row's mark
        "2,plain\n3,x\n4,y\n",  # never closed at all
        "2,plain\n3,x\n4,y",
    ],
)
def test_a_quotation_mark_that_stays_open_costs_its_own_row_only(rest):
    records = read(b'a,b\n1,"oops\n' + rest.encode()).records
    assert [record.line for record in records] == [2, 3, 4, 5]
    assert "quotation mark" in records[0].problem
    assert [record.cells[0] for record in records[1:]] == ["2", "3", "4"]


def test_an_open_quotation_mark_does_not_swallow_thousands_of_lines():
    many = "".join(f"{n},x\n" for n in range(3000))
    records = read(f'a,b\n0,"oops\n{many}'.encode()).records
    assert len(records) == 3001
    assert [record.line for record in records if record.problem] == [2]


def test_a_file_full_of_open_quotation_marks_is_given_up_in_reasonable_time():
    with pytest.raises(CannotRead, match="not closed"):
        read(b"a,b\n" + b'b",",\n' * 900_000)


def test_a_very_long_value_does_not_stop_the_file():
    assert [len(cells[2]) for cells in rows(b"a,b\n1," + b"x" * 300_000 + b"\n2,y\n")] == [300_000, 1]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"a,b\n", "no rows under it"),
        (b"PK\x03\x04whatever", "This is a spreadsheet, not a CSV file"),
        (b"a,b\n\x81\x8d,\xff\n", "letters of this file cannot be read"),
        (b"\xff\xfea", "letters of this file cannot be read"),
    ],
)
def test_a_file_that_is_of_no_use_is_refused_in_one_sentence(data, says):
    with pytest.raises(CannotRead, match=says):
        read(data)


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_FILE", 1024 * 1024)
    with pytest.raises(CannotRead, match="larger than 1 MB"):
        read(b"a,b\n" + b"1,2\n" * 300_000)


def test_a_file_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    assert len(read(b"a\n1\n2\n3\n").records) == 3
    with pytest.raises(CannotRead, match="more than 3 rows"):
        read(b"a\n1\n2\n3\n4\n")


def test_a_file_with_too_many_columns_or_lines_is_refused(monkeypatch):
    with pytest.raises(CannotRead, match="more than 100 columns"):
        read(b"a," * 100 + b"\n1\n")
    monkeypatch.setattr(reading, "MOST_LINES", 10)
    with pytest.raises(CannotRead, match="more than 10 lines"):
        read(b"a\n1" + b"\n" * 20)
