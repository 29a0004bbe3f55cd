"""The pages of training as people meet them: read, answer, fail, pass, keep the certificate."""

import html
import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from conftest import NOW
from core import documents
from core.registry import needs_of
from policy import workflow as policy
from policy.courses import paper, workflow
from policy.courses.models import Attempt, Course, certificate_number
from policy.courses.tests.conftest import begin, right, wrong
from policy.models import TrainingRecord

needs_pdf = pytest.mark.skipif(not documents.can_make_pdf(), reason="Pango is not installed")


def at(stem, *args):
    return reverse(f"courses:{stem}", args=args)


def text(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def posted(answers):
    return {f"q{place}": taken for place, taken in answers.items()}


def test_a_volunteer_reads_answers_and_is_trained(client, sign_in, course, volunteer):
    sign_in(client, volunteer)
    assert "Not started" in text(client.get(at("index")))
    assert "Begin with page 1" in text(client.get(at("course", course.pk)))
    assert "Page 1 of 2" in text(client.get(at("page", course.pk, 1)))
    assert client.post(at("page", course.pk, 1)).headers["Location"] == at("page", course.pk, 2)
    assert "Go on with page 2" in text(client.get(at("course", course.pk)))
    client.post(at("page", course.pk, 2))
    assert "Start the quiz" in text(client.get(at("course", course.pk)))
    quiz = client.post(at("start_attempt", course.pk), follow=True)
    attempt = Attempt.objects.get()
    assert "4 questions" in text(quiz)
    result = client.post(at("attempt", attempt.pk), posted(right(attempt)), follow=True)
    assert "Well done, you have passed" in text(result)
    assert "4 of 4" in text(result)
    assert at("certificate", TrainingRecord.objects.get().pk) in result.content.decode()
    assert "Completed" in text(client.get(at("index")))


def test_nothing_tells_the_right_answer_before_it_is_given(client, sign_in, course, teacher):
    attempt = begin(course, teacher)
    body = sign_in(client, teacher).get(at("attempt", attempt.pk)).content.decode()
    for put in paper.read(attempt.paper):
        assert put.explanation not in body
        row = re.findall(r'<input type="radio"[^>]*>', body)
        assert not any("checked" in box for box in row)
    # Each answer's markup differs in nothing but its place.
    kinds = {re.sub(r"\d+", "N", box) for box in re.findall(r'<input type="radio"[^>]*>', body)}
    assert len(kinds) == 1


def test_whoever_fails_sees_why_and_tries_again(client, sign_in, course, teacher):
    attempt = begin(course, teacher)
    sign_in(client, teacher)
    result = client.post(at("attempt", attempt.pk), posted(wrong(attempt, 3)), follow=True)
    put = paper.read(attempt.paper)[0]
    assert "Not passed yet" in text(result)
    assert put.explanation in text(result)
    assert f"Right is: {put.choices[put.right]}" in text(result)
    again = client.post(at("start_attempt", course.pk), follow=True)
    assert again.redirect_chain[0][0] != at("attempt", attempt.pk)
    assert not TrainingRecord.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"q2": None}, "Answer question 3."),
        ({"q1": "9"}, "Choose one of the answers to question 2."),
        ({"q1": "right"}, "Choose one of the answers to question 2."),
        ({"q4": "0"}, "does not ask"),
        ({"q-1": "0"}, "does not ask"),
    ],
)
def test_tampered_answers_are_refused_with_a_reason_and_kept_in_the_form(
    client, sign_in, course, teacher, change, words
):
    attempt = begin(course, teacher)
    body = {name: value for name, value in (posted(right(attempt)) | change).items() if value is not None}
    page = sign_in(client, teacher).post(at("attempt", attempt.pk), body)
    assert words in text(page)
    assert page.content.decode().count(" checked") >= 2
    attempt.refresh_from_db()
    assert attempt.finished_at is None
    assert not TrainingRecord.objects.exists()


def test_answers_sent_twice_make_one_record(client, sign_in, course, teacher):
    attempt = begin(course, teacher)
    sign_in(client, teacher)
    for _ in range(2):
        page = client.post(at("attempt", attempt.pk), posted(right(attempt)), follow=True)
    assert "already" in text(page)
    assert TrainingRecord.objects.count() == 1


@pytest.mark.parametrize("who", ["teacher2", "head", "admin"])
def test_somebody_elses_quiz_is_not_there(request, client, sign_in, course, teacher, who):
    attempt = begin(course, teacher)
    sign_in(client, request.getfixturevalue(who))
    assert client.get(at("attempt", attempt.pk)).status_code == 404
    assert client.post(at("attempt", attempt.pk), posted(right(attempt))).status_code == 404
    assert not TrainingRecord.objects.exists()


def test_the_quiz_is_shut_until_the_pages_are_read(client, sign_in, course, teacher):
    page = sign_in(client, teacher).post(at("start_attempt", course.pk), follow=True)
    assert "Read to the end first: 2 pages are left." in text(page)


def test_a_draft_is_slts_alone(client, sign_in, write, head, teacher):
    draft = write()
    for stem, args in (("course", ()), ("page", (1,))):
        assert sign_in(client, teacher).get(at(stem, draft.pk, *args)).status_code == 404
        assert sign_in(client, head).get(at(stem, draft.pk, *args)).status_code == 200
    assert draft.title not in text(sign_in(client, teacher).get(at("index")))


@needs_pdf
def test_the_certificate_says_who_what_and_until_when(client, sign_in, course, volunteer, head, admin, teacher):
    attempt = begin(course, volunteer)
    workflow.finish_attempt(attempt, actor=volunteer, answers=wrong(attempt, 1))
    record = TrainingRecord.objects.get()
    for person in (volunteer, head, admin):
        answer = sign_in(client, person).get(at("certificate", record.pk))
        assert answer.headers["Content-Type"] == "application/pdf"
        words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        for wanted in (
            *("St. Jude's", "Vera Volunteer", "Safe pictures", "Wednesday 18 November 2026"),
            *("Thursday 18 November 2027", "3 of 4", certificate_number(record)),
        ):
            assert wanted in words
    assert sign_in(client, teacher).get(at("certificate", record.pk)).status_code == 404


def test_training_attended_has_a_certificate_too_until_it_is_struck_out(client, sign_in, head, teacher):
    record = policy.record_training(
        teacher, actor=head, title="Day", completed_on=NOW.date(), valid_until=NOW.date(), evidence="In the hall"
    )
    page = sign_in(client, teacher).get(at("certificate", record.pk) + "?print=1")
    assert "In the hall" in text(page)
    assert "Recorded by" in text(page)
    policy.strike_training(record, actor=head)
    assert client.get(at("certificate", record.pk)).status_code == 404


def test_slt_looks_a_certificate_up(client, sign_in, head, teacher):
    record = policy.record_training(teacher, actor=head, title="Day", completed_on=NOW.date(), valid_until=NOW.date())
    number = certificate_number(record)
    sign_in(client, head)
    page = text(client.get(at("check_certificate"), {"number": f" {number.lower()} "}))
    assert "This certificate is ours" in page
    assert "Tom Teacher" in page
    for forged in (f"T{record.pk}-000000", f"T99999-{number[-6:]}", "T9-", "²", "T" + "9" * 30 + "-ABCDEF"):
        page = text(client.get(at("check_certificate"), {"number": forged}))
        assert "No certificate of ours" in page
        assert "Tom Teacher" not in page


# --- what waits


def sentences(person):
    return [(need.sentence, need.url) for need in needs_of(person)]


def test_today_leads_to_the_course(course, teacher, write, head):
    assert ("You have not done the social media training yet", at("course", course.pk)) in sentences(teacher)
    policy.record_training(
        teacher, actor=head, title="T", completed_on=NOW.date().replace(month=1), valid_until=NOW.date()
    )
    assert ("Your training runs out soon", at("course", course.pk)) in sentences(teacher)
    workflow.publish_course(write("Another"), actor=head)
    assert ("Your training runs out soon", at("index")) in sentences(teacher)


def test_today_asks_slt_where_there_is_no_course(teacher, head, admin):
    policy.record_training(
        teacher, actor=head, title="T", completed_on=NOW.date().replace(month=1), valid_until=NOW.date().replace(day=17)
    )
    words = "Your training ran out on Tuesday 17 November 2026. Ask SLT for a new date"
    assert (words, at("index")) in sentences(teacher)
    assert ("No training course is offered yet", at("index")) in sentences(head)
    assert at("index") not in [url for _, url in sentences(admin)]


def test_slt_adds_the_starter_course_in_one_click(client, sign_in, head):
    sign_in(client, head)
    assert "Add the starter course" in text(client.get(at("index")))
    page = client.post(at("add_starter_course"), follow=True)
    assert "offered to everybody now" in text(page)
    assert Course.objects.get().is_live
    assert "Add the starter course" not in text(client.get(at("index")))
    assert "already" in text(client.post(at("add_starter_course"), follow=True))
