"""`manage.py reply_due`: the same answers by command, exactly in the form that others read."""

import csv
import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from moderation.clock_rules import school_clock, school_clock_before_set_up
from moderation.sla import Readings
from school.models import BankHolidayReading, DayEndReading, FridayReading, NonWorkingDay

CASES = list(csv.DictReader((Path(__file__).parent / "sla_cases.csv").read_text(encoding="utf-8").splitlines()))


def reply_due(capsys, *arguments):
    call_command("reply_due", *arguments)
    return capsys.readouterr().out.splitlines()


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        call_command("reply_due", *arguments)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert stop.value.code == 2
    return printed.err


@pytest.mark.django_db
def test_it_answers_every_written_case_in_order(capsys):
    printed = reply_due(capsys, *(case["received_at"] for case in CASES))
    assert printed == [case["due_at"] for case in CASES]


@pytest.mark.django_db
def test_it_explains_on_the_same_line(capsys):
    assert reply_due(capsys, "2026-11-21T10:15:00Z", "--explain") == [
        "2026-11-23T23:59:59+00:00\tReceived on a Saturday, so it is due by the end of the next working day, "
        "Monday 23 November (11:59 pm)."
    ]


@pytest.mark.django_db
def test_a_time_without_a_zone_is_the_schools(capsys, school):
    assert reply_due(capsys, "2026-07-15 12:00") == ["2026-07-16T11:00:00+00:00"]
    school.time_zone = "Pacific/Auckland"
    school.save()
    assert reply_due(capsys, "2026-07-15 12:00") == ["2026-07-16T00:00:00+00:00"]


@pytest.mark.django_db
def test_the_schools_readings_and_days_off_hold(capsys, school):
    school.friday, school.day_end = FridayReading.FROM_17, DayEndReading.AT_17
    school.save()
    NonWorkingDay.objects.create(date=date(2026, 11, 23), label="Founder's day")
    assert reply_due(capsys, "2026-11-20T17:00:00Z") == ["2026-11-24T17:00:00+00:00"]


@pytest.mark.django_db
def test_the_schools_clock_reads_every_setting(school):
    school.friday, school.bank_holiday, school.day_end = "from_17", "weekend", "at_17"
    school.save()
    expected = Readings(FridayReading.FROM_17, BankHolidayReading.WEEKEND, DayEndReading.AT_17)
    assert school_clock().readings == school_clock_before_set_up().readings == expected


@pytest.mark.django_db
def test_the_schools_clock_takes_two_queries_however_many_comments(school, django_assert_num_queries):
    with django_assert_num_queries(2):
        school_clock()


@pytest.mark.django_db
def test_one_bad_time_and_nothing_is_printed_and_each_bad_one_is_named(capsys):
    errors = refused(
        capsys, "2026-11-18T09:30:00Z", "yesterday-ish", "2026-11-18", "2026-10-25 01:30", "2026-03-29 01:30"
    )
    assert [line.split("”")[0] for line in errors.splitlines()] == [
        "reply_due: “yesterday-ish",
        "reply_due: “2026-11-18",
        "reply_due: “2026-10-25 01:30",
        "reply_due: “2026-03-29 01:30",
    ]
    assert "happened twice" in errors
    assert "never happened" in errors


@pytest.mark.django_db
def test_an_empty_argument_is_no_time(capsys):
    assert "No time is given." in refused(capsys, "")


def test_no_time_at_all_is_a_mistake():
    with pytest.raises(CommandError, match="WHEN"):
        call_command("reply_due")


@pytest.mark.django_db
def test_a_dash_reads_times_from_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("2026-11-18T09:30:00Z\n\n2026-11-21T10:15:00Z\n"))
    assert reply_due(capsys, "-") == ["2026-11-19T09:30:00+00:00", "2026-11-23T23:59:59+00:00"]


def test_it_answers_where_nothing_is_set_up_and_makes_no_database(tmp_path):
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DATABASE_URL_FILE", "DEMO")
    }
    run = subprocess.run(
        [sys.executable, "manage.py", "reply_due", "2026-11-18T09:30:00+00:00", "2026-08-29 12:00"],
        cwd=settings.BASE_DIR,
        env={**kept, "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "stjudes_portal.settings.production"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.stdout.splitlines() == ["2026-11-19T09:30:00+00:00", "2026-09-01T22:59:59+00:00"]
    assert run.stderr == ""
    assert run.returncode == 0
    assert not list(tmp_path.rglob("*.sqlite3"))


def test_a_database_without_tables_is_answered_by_the_defaults(tmp_path):
    (tmp_path / "portal.sqlite3").touch()
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DATABASE_URL_FILE", "DEMO")
    }
    secrets = {f"{name}_KEY": "x" * 43 + "=" for name in ("DJANGO", "AUDIT", "VAULT", "BROKER")}
    run = subprocess.run(
        [sys.executable, "manage.py", "reply_due", "2026-11-21T10:15:00Z"],
        cwd=settings.BASE_DIR,
        env={**kept, **secrets, "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "stjudes_portal.settings.production"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.stdout.splitlines() == ["2026-11-23T23:59:59+00:00"], run.stderr
