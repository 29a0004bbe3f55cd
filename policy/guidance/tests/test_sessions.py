"""P6 on the screen: the log, its filters, its totals and its file."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from policy.guidance import workflow
from policy.guidance.models import EducationSession
from policy.guidance.school_year import SchoolYear, of

LOG = "/guidance/sessions/"


def titles(response):
    return [session.title for session, _ in response.context["rows"]]


@pytest.fixture
def some(record):
    record(title="Lesson", detail="Year 5", pupils=28)
    record(title="Evening", detail="Reception", led_by="The NSPCC", held_on=date(2026, 9, 1), parents=40, pupils=3)
    record(title="Last year's", held_on=date(2026, 8, 31), pupils=500)


def test_the_log_shows_this_school_year_and_its_totals(client, sign_in, teacher, some):
    response = sign_in(client, teacher).get(LOG)
    assert titles(response) == ["Lesson", "Evening"]
    held = response.context["held"]
    assert (held.sessions, held.pupils, held.parents) == (2, 31, 40)
    overview = client.get(reverse("guidance:index")).content.decode()
    assert "2 sessions, 31 pupils, 40 parents and carers" in " ".join(overview.split())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"year": "2025"}, ["Last year's"]),
        ({"year": "all"}, ["Lesson", "Evening", "Last year's"]),
        ({"audience": "parents"}, ["Evening"]),
        ({"q": "nspcc"}, ["Evening"]),
        ({"q": "year 5", "audience": "pupils"}, ["Lesson"]),
        ({"q": "zeppelin"}, []),
        ({"year": "1066", "audience": "dogs"}, ["Lesson", "Evening"]),  # a wrong value is as none
    ],
)
def test_filters_stand_in_the_address(client, sign_in, head, some, query, found):
    assert titles(sign_in(client, head).get(LOG, query)) == found


def test_a_long_log_has_pages(client, sign_in, head, record):
    for number in range(31):
        record(title=f"Lesson {number}", pupils=1)
    first = sign_in(client, head).get(LOG)
    assert len(first.context["rows"]) == 30
    assert len(client.get(LOG, {"cursor": first.context["page"].next_cursor}).context["rows"]) == 1


def test_an_empty_log_says_what_to_do(client, sign_in, teacher, chair):
    assert b"Record a session" in sign_in(client, teacher).get(LOG).content
    client.logout()
    assert b"Record a session" not in sign_in(client, chair).get(LOG).content


def test_a_volunteer_neither_reads_nor_records(client, sign_in, volunteer, some):
    sign_in(client, volunteer)
    for name in ("sessions", "sessions_csv", "record_session"):
        assert client.get(reverse(f"guidance:{name}")).status_code == 403
    assert b"See the log" not in client.get(reverse("guidance:index")).content


def test_a_teacher_records_a_lesson(client, sign_in, teacher):
    sign_in(client, teacher)
    form = client.get(reverse("guidance:record_session")).context["form"]
    assert form.initial == {"held_on": date(2026, 11, 18), "led_by": "Tom Teacher"}
    sent = {"held_on": "2026-11-17", "title": "Online safety lesson", "pupils": "28", "parents": "", "led_by": "Tom"}
    response = client.post(reverse("guidance:record_session"), sent, follow=True)
    assert "“Online safety lesson” is in the log." in response.content.decode()
    assert EducationSession.objects.get().took_part == [("Pupils", 28)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pupils": ""}, "Say how many took part"),
        ({"held_on": "2026-11-19"}, "Record it once it was held"),
        ({"title": ""}, "Fill in “What was it?”"),
        ({"pupils": "many"}, "whole number"),
    ],
)
def test_a_form_that_cannot_be_used_says_why_and_keeps_what_was_typed(client, sign_in, teacher, change, words):
    sent = {"held_on": "2026-11-17", "title": "Lesson", "pupils": "28", "led_by": "Tom", "notes": "Went well."} | change
    shown = sign_in(client, teacher).post(reverse("guidance:record_session"), sent).content.decode()
    assert words in shown
    assert "Went well." in shown
    assert not EducationSession.objects.exists()


def test_a_slip_is_struck_out_by_whoever_made_it_and_stays_in_the_list(client, sign_in, teacher, record):
    kept = record(title="Slip", pupils=3)
    sign_in(client, teacher)
    strike = reverse("guidance:strike_session", kwargs={"pk": kept.pk})
    assert strike in client.get(LOG).content.decode()
    assert "This cannot be undone" in client.get(strike).content.decode()
    response = client.post(strike, follow=True)
    assert titles(response) == ["Slip"]
    assert response.context["held"].sessions == 0
    assert "Struck out" in response.content.decode()


def test_others_are_not_offered_to_strike_it_out(client, sign_in, teacher2, record):
    strike = reverse("guidance:strike_session", kwargs={"pk": record().pk})
    assert strike not in sign_in(client, teacher2).get(LOG).content.decode()


def test_the_file_holds_the_same_rows_and_computes_nothing(client, sign_in, head, record):
    record(title="=1+1", pupils=28, detail="Year 5", notes="Well.")
    workflow.strike_session(record(title="Slip", pupils=3), actor=head)
    response = sign_in(client, head).get("/guidance/sessions/csv/", {"audience": "pupils"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:7] == [
        *("Date", "What it was", "For whom", "Pupils", "Parents and carers", "Staff and volunteers", "Governors"),
    ]
    assert [(row[1], row[3], row[-1]) for row in rows[1:]] == [
        ("Slip", "3", "Struck out on Wednesday 18 November 2026"),
        ("'=1+1", "28", "Counts"),
    ]
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 9, 1), "2026/27"), (date(2026, 8, 31), "2025/26"), (date(1999, 12, 31), "1999/00")],
)
def test_a_school_year_runs_from_september_to_august(day, year):
    assert str(of(day)) == year
    assert SchoolYear(2026).first_day == date(2026, 9, 1)
    assert SchoolYear(2026).last_day == date(2027, 8, 31)
