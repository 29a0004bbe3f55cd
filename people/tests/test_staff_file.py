"""Reading a school's own list: columns, roles, days, and each row's faults by its line."""

from datetime import date

import pytest

from core.csv_file import CannotRead
from people import staff_file
from people.models import Role
from people.staff_file import TEMPLATE, Column, Row, read_day, read_roles, read_staff_file, recognise

HEAD = "Name,E-mail,Roles,Employed,Start date,Last working day,Line manager's e-mail\n"


def read(*lines, head=HEAD):
    return read_staff_file((head + "\n".join(lines) + "\n").encode())


def only_problem(*lines, head=HEAD):
    found = read(*lines, head=head)
    assert len(found.problems) == 1, found
    return found.problems[0]


def test_a_row_is_read_into_its_proper_form():
    found = read(" Nora  New ,Nora@StJudes.example,Staff; DSL,yes,01/09/2026,2027-07-31,Head@stjudes.example")
    assert found.rows == [
        Row(
            2,
            "Nora New",
            "nora@stjudes.example",
            frozenset({"staff", "safeguarding_lead"}),
            True,
            date(2026, 9, 1),
            date(2027, 7, 31),
            "head@stjudes.example",
        )
    ]
    assert found.problems == []


def test_a_row_is_the_same_after_it_was_kept():
    row = read("Nora New,nora@x.example,staff,no?,,,", "Gus Gov,gus@x.example,Governor,no,01/09/2026,,").rows[0]
    assert Row.unpacked(row.packed()) == row


def test_the_template_s_own_headings_are_recognised():
    assert list(recognise(TEMPLATE)) == [Column(name) for name in TEMPLATE]


@pytest.mark.parametrize(
    "header",
    [
        ["Full Name", "Work Email", "Role"],
        ["email_address", "NAME", "Role(s)"],
        ["Forename", "Surname", "E-Mail", "Roles", "Room"],
        ["Name", "Name 2", "Username", "portal role"],
    ],
)
def test_other_headings_are_recognised_and_others_left_alone(header):
    found = recognise(header)
    assert {Column.EMAIL, Column.ROLES} <= set(found)
    assert Column.NAME in found or {Column.FIRST, Column.LAST} <= set(found)


def test_first_and_last_name_make_a_name():
    found = read("Nora,New,nora@x.example,staff", head="First name,Last name,E-mail,Roles\n")
    assert found.rows[0].full_name == "Nora New"
    assert found.columns == [
        ("First name", "First name"), ("Last name", "Last name"), ("E-mail", "E-mail"), ("Roles", "Roles")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (["Name", "Roles"], "no column called “E-mail”"),
        (["E-mail"], "“Name” and none called “Roles”"),
        (["Forename", "E-mail", "Role"], "“Name”"),
        (["Nora New", "nora@x.example", "staff"], "looks like a person"),
        (["Name", "E-mail", "E-Mail", "Roles"], "Two columns are called “E-mail”"),
    ],
)
def test_a_file_without_what_is_needed_is_refused_as_a_whole(header, words):
    with pytest.raises(CannotRead, match=words):
        recognise(header)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (HEAD.encode(), "no rows"),
        (b"\xff\xfe\x00", "cannot be read"),
        (b"Name,E-mail,Roles\nN\x81,a@b.example,staff\n", "cannot be read"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_a_file_of_no_use_says_what_to_do(content, words):
    with pytest.raises(CannotRead, match=words):
        read_staff_file(content)


def test_letters_of_an_old_spreadsheet_are_read_and_said():
    found = read_staff_file("Name,E-mail,Roles\nZoë Müller,zoe@x.example,staff\n".encode("cp1252"))
    assert found.rows[0].full_name == "Zoë Müller"
    assert "Windows-1252" in found.notes[0]


def test_a_file_with_too_many_people_is_refused(monkeypatch):
    monkeypatch.setattr(staff_file, "MOST_PEOPLE", 2)
    with pytest.raises(CannotRead, match="more than 2 rows"):
        read(*(f"P {n},p{n}@x.example,staff,,,," for n in range(3)))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",nora@x.example,staff,,,,", "There is no name."),
        ("N" * 121 + ",nora@x.example,staff,,,,", "121 characters"),
        ("Nora New,,staff,,,,", "There is no e-mail address."),
        ("Nora New,nora@,staff,,,,", "“nora@” is not an e-mail address."),
        ("Nora New,nora@x.example,,,,,", "There is no role."),
        ("Nora New,nora@x.example,Emperor; staff,,,,", "“Emperor” is not one of the roles."),
        ("Nora New,nora@x.example,staff,perhaps,,,", "neither yes nor no"),
        ("Nora New,nora@x.example,staff,no,,,", "volunteer or a governor only"),
        ("Nora New,nora@x.example,volunteer,yes,,,", "not employed"),
        ("Nora New,nora@x.example,staff,,1/9/26,,", "Start date: “1/9/26” is unclear"),
        ("Nora New,nora@x.example,staff,,,31/02/2027,", "Last working day: “31/02/2027” is not a real date"),
        ("Nora New,nora@x.example,staff,,12/31/2026,,", "day first"),
        ("Nora New,nora@x.example,staff,,01/09/2027,01/09/2026,", "comes before the first one"),
        ("Nora New,nora@x.example,staff,,,,somebody", "“somebody” is no line manager's e-mail address."),
        ("Nora New,nora@x.example,staff,,,,NORA@x.example", "their own line manager"),
        ('Nora New,nora@x.example,staff,,,,,"a, b"', "cells under 7 headings"),
        ('"Nora New,nora@x.example,staff', "quotation mark"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_line(row, words):
    found = only_problem(row)
    assert found.line == 2
    assert words in found.reason


def test_all_that_is_wrong_is_said_at_once():
    found = only_problem(",nora,emperor,perhaps,x,y,z").reason
    assert found.count(".") >= 7


def test_a_bad_row_never_blocks_a_good_one():
    found = read("Nora New,nora@x.example,staff,,,,", "Bad,,,,,,", ",,,,,,", "Olaf Old,olaf@x.example,staff,,,,")
    assert [row.full_name for row in found.rows] == ["Nora New", "Olaf Old"]
    assert [problem.line for problem in found.problems] == [3]
    assert found.rows[1].line == 5


def test_an_address_twice_counts_once_whatever_its_letters():
    found = read("Nora New,nora@x.example,staff,,,,", "Nora Newer,NORA@X.example,staff,,,,")
    assert [row.full_name for row in found.rows] == ["Nora New"]
    assert found.problems[0].line == 3
    assert "stands on line 2 already" in found.problems[0].reason


def test_what_no_database_keeps_is_left_out():
    row = read("No\0ra,nora@x.example,staff,,,,").rows[0]
    assert row.full_name == "No ra"


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Staff", {"staff"}),
        ("volunteer or parent", {"volunteer"}),
        ("Parent", {"volunteer"}),
        ("SLT / Staff", {"slt", "staff"}),
        ("Administrator/Moderator", {"administrator"}),
        ("Volunteer/Parent", {"volunteer"}),
        ("deputy_safeguarding_lead;staff", {"deputy_safeguarding_lead", "staff"}),
        ("Chair of Governors", {"chair_of_governors"}),
        ("staff;staff;", {"staff"}),
    ],
)
def test_roles_are_known_by_their_words_and_by_their_keys(text, roles):
    assert read_roles(text) == (roles, [])


@pytest.mark.parametrize("role", Role)
def test_every_role_is_known_by_both(role):
    assert read_roles(role.value) == read_roles(role.label) == ({role.value}, [])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("03/04/2026", date(2026, 4, 3)),
        ("3.4.2026", date(2026, 4, 3)),
        ("3-4-2026", date(2026, 4, 3)),
        ("2026-04-03", date(2026, 4, 3)),
        ("2026-04-03 00:00:00", date(2026, 4, 3)),
        ("29/02/2028", date(2028, 2, 29)),
    ],
)
def test_days_are_read_as_the_united_kingdom_writes_them(text, day):
    assert read_day(text) == day


@pytest.mark.parametrize(
    "text", ["3/4/26", "04/13/2026", "2026/04/03", "3 April", "46000", "0/1/2026", "1/1/0001", "٣/٤/٢٠٢٦", "31/11/2026"]
)
def test_an_unclear_day_is_an_error_with_advice(text):
    with pytest.raises(ValueError, match=r"01/09/2026|check the year"):
        read_day(text)
