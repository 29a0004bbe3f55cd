"""A2: the history of revisions, with differences."""

import pytest
from django.urls import reverse

from applications import differences, workflow
from core.differences import ADDED, TAKEN, Piece


@pytest.fixture
def changed(submitted, teacher, teacher2, outsider, head):
    workflow.return_for_changes(submitted, actor=head, reason="Name somebody else.")
    workflow.save_point(submitted, "runners", actor=teacher, runners=[teacher, outsider], lead=outsider)
    workflow.save_point(submitted, "place", actor=teacher, platform="instagram")
    return submitted


def url(case, number):
    return reverse("applications:revision", kwargs={"pk": case.pk, "number": number})


def test_the_changes_are_named_in_order(changed):
    changes = differences.between(*changed.revisions.order_by("number"))
    assert [change.label for change in changes] == ["Platform", "Who runs it"]
    assert changes[1].pieces == [
        Piece(TAKEN, "Tara Teacher\nTom Teacher, lead\n"),
        Piece(ADDED, "Olive Outsider, lead\nTom Teacher\n"),
    ]


def test_slt_reads_the_revision_that_was_submitted_with_its_decision(client, sign_in, head, changed):
    page = sign_in(client, head).get(url(changed, 1)).content.decode()
    assert "Name somebody else." in page
    assert "Facebook" in page


def test_slt_does_not_read_a_revision_before_it_is_submitted(client, sign_in, head, teacher, changed):
    sign_in(client, head)
    assert client.get(url(changed, 2)).status_code == 404
    workflow.submit(changed, actor=teacher)
    assert "What changed since revision 1" in client.get(url(changed, 2)).content.decode()


def test_the_applicant_reads_both(client, sign_in, teacher, changed):
    sign_in(client, teacher)
    assert {client.get(url(changed, number)).status_code for number in (1, 2)} == {200}


def test_an_outsider_reads_neither(client, sign_in, dsl, changed):
    assert sign_in(client, dsl).get(url(changed, 1)).status_code == 404
