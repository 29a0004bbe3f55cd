"""P1: any version on paper, with the school's name, its number, days and digest."""

from datetime import date

import pytest
from django.urls import reverse

from core import documents
from policy import workflow


def paper(number):
    return reverse("policy:version_paper", args=[number])


def test_the_paper_names_school_version_days_and_digest(client, sign_in, volunteer, publish):
    version = publish("## Be kind\n\nAlways.")
    page = sign_in(client, volunteer).get(paper(1), {"print": "1"}).content.decode()
    for words in ("St. Jude&#x27;s", version.digest, "Wednesday 18 November 2026", "Thursday 18 November 2027"):
        assert words in page
    assert "Be kind</h2>" in page


@pytest.mark.skipif(not documents.can_make_pdf(), reason="this machine makes no PDF")
def test_it_is_a_pdf_to_keep(client, sign_in, teacher, version):
    answer = sign_in(client, teacher).get(paper(1))
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="policy-version-1.pdf"'


def test_a_replaced_version_says_so(client, sign_in, teacher, publish):
    publish("Be kind.")
    publish("Be kind and quick.")
    page = sign_in(client, teacher).get(paper(1), {"print": "1"}).content.decode()
    assert "replaced by a newer version" in page


def test_the_draft_is_slt_s_and_says_that_it_is_one(client, sign_in, head, teacher, version):
    draft = workflow.save_draft(actor=head, title="Policy", body_markdown="Next.")
    page = sign_in(client, head).get(paper(2), {"print": "1"}).content.decode()
    assert "draft, not in force" in page
    assert draft.text_digest() in page
    assert sign_in(client, teacher).get(paper(2)).status_code == 404


def test_after_a_review_without_a_change_the_paper_has_the_new_day(client, sign_in, head, version):
    workflow.confirm_review(version, actor=head, review_on=date(2029, 1, 2))
    page = sign_in(client, head).get(paper(1), {"print": "1"}).content.decode()
    assert "Tuesday 2 January 2029" in page
    assert version.digest in page
