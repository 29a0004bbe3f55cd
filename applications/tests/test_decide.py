"""SLT's pages: what waits, the case as it was submitted, three decisions, and why one is missing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import workflow

QUEUE = reverse("applications:queue")


def choices(response):
    return [value for value, _ in response.context["form"].fields["verdict"].choices]


def post(client, case, verdict, *, seen=1):
    return client.post(case.decide_url(), {"verdict": verdict, "reason": "So be it.", "seen": seen})


@pytest.mark.parametrize(
    ("verdict", "status"), [("approve", "approved"), ("reject", "rejected"), ("return", "returned")]
)
def test_each_decision_from_the_page(client, sign_in, head, submitted, ready, verdict, status):
    sign_in(client, head)
    assert choices(client.get(submitted.decide_url())) == ["approve", "return", "reject"]
    assert post(client, submitted, verdict).url == QUEUE
    submitted.refresh_from_db()
    assert submitted.status == status


def test_approving_is_not_offered_while_somebody_is_not_ready(client, sign_in, head, submitted, teacher, make_ready):
    make_ready(teacher)
    sign_in(client, head)
    response = client.get(submitted.decide_url())
    assert choices(response) == ["return", "reject"]
    assert "Tara Teacher has not acknowledged the policy" in response.content.decode()
    assert "approve" in post(client, submitted, "approve").content.decode()
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_who_is_named_reads_why_there_is_no_button(client, sign_in, deputy, teacher, write):
    case = workflow.submit(write(runners=(teacher, deputy)), actor=teacher)
    sign_in(client, deputy)
    page = client.get(case.decide_url()).content.decode()
    assert "names you to run the account" in page
    assert "Give your decision" not in page
    post(client, case, "reject")
    case.refresh_from_db()
    assert case.status == "submitted"


def test_a_returned_case_shows_what_changed_since(client, sign_in, head, teacher, submitted):
    workflow.return_for_changes(submitted, actor=head, reason="Say more.")
    workflow.save_point(submitted, "aim", actor=teacher, aim="Show parents what Year 5 learns.")
    workflow.submit(submitted, actor=teacher)
    page = sign_in(client, head).get(submitted.decide_url()).content.decode()
    assert '<del><span class="visually-hidden">taken out: </span> 4</del>' in page
    assert '<ins><span class="visually-hidden">added: </span> 5</ins>' in page
    assert "Say more." in page


def test_a_decision_on_what_was_changed_meanwhile_is_refused(client, sign_in, head, teacher, submitted):
    workflow.amend(submitted, actor=teacher)
    workflow.submit(submitted, actor=teacher)
    response = post(sign_in(client, head), submitted, "reject", seen=1)
    assert "changed while you were reading" in response.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == "submitted"


def test_the_queue_holds_what_is_mine_to_decide_and_why_the_rest_is_not(
    client, sign_in, head, deputy, teacher, submitted, write
):
    other = workflow.submit(write(runners=(teacher, head)), actor=teacher)
    response = sign_in(client, head).get(QUEUE)
    assert [card.application for card in response.context["cards"]] == [submitted]
    assert [(card.application, "names you" in why) for card, why in response.context["others"]] == [(other, True)]


def test_the_chairs_queue_holds_only_what_slt_cannot_decide(client, sign_in, head, deputy, chair, submitted, write):
    case = workflow.submit(write(actor=head, runners=(head, deputy)), actor=head)
    sign_in(client, chair)
    assert [card.application for card in client.get(QUEUE).context["cards"]] == [case]
    assert client.get(submitted.decide_url()).status_code == 404
    assert client.get(case.decide_url()).status_code == 200


@pytest.mark.parametrize("who", ["admin", "teacher", "outsider"])
def test_others_have_no_queue(request, client, sign_in, who):
    assert sign_in(client, request.getfixturevalue(who)).get(QUEUE).status_code == 403


def test_administrators_read_it_and_decide_nothing(client, sign_in, admin, submitted):
    sign_in(client, admin)
    assert client.get(submitted.get_absolute_url()).status_code == 200
    assert client.get(submitted.decide_url()).status_code == 403
    assert post(client, submitted, "reject").status_code == 403


def test_an_empty_queue_is_calm(client, sign_in, head):
    assert "No business case waits for you" in sign_in(client, head).get(QUEUE).content.decode()


def test_what_was_typed_is_shown_as_text(client, sign_in, head, teacher, draft):
    workflow.save_point(draft, "aim", actor=teacher, aim="<script>alert(1)</script>")
    workflow.submit(draft, actor=teacher)
    page = sign_in(client, head).get(draft.decide_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_asks_no_more_of_the_database_for_more_runners(
    client, sign_in, head, teacher, teacher2, volunteer, outsider, dsl, write, ready, django_assert_num_queries
):
    few = workflow.submit(write(), actor=teacher)
    many = workflow.submit(write(runners=(teacher, teacher2, volunteer, outsider, dsl)), actor=teacher)
    sign_in(client, head)
    client.get(few.decide_url())
    with CaptureQueriesContext(connection) as asked:
        client.get(few.decide_url())
    with django_assert_num_queries(len(asked)):
        client.get(many.decide_url())
