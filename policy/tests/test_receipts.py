"""P2, P7: a dated receipt of what was confirmed, on screen and on paper, for its person, SLT and Administrators."""

import pytest
from django.urls import reverse

from core import documents
from policy import workflow
from policy.models import Acknowledgement, Declaration

PAGES = ["receipt", "receipt_paper", "declaration", "declaration_paper"]


@pytest.fixture
def made(teacher, version):
    return {
        "receipt": workflow.acknowledge(version, actor=teacher),
        "declaration": workflow.declare(actor=teacher),
    }


def page_of(made, name):
    return reverse(f"policy:{name}", args=[made[name.removesuffix("_paper")].pk])


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["teacher", "head", "admin"])
def test_the_person_slt_and_administrators_see_it(client, sign_in, request, made, who, name):
    assert sign_in(client, request.getfixturevalue(who)).get(page_of(made, name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["teacher2", "volunteer", "dsl", "chair"])
def test_for_everybody_else_it_is_not_there(client, sign_in, request, made, who, name):
    assert sign_in(client, request.getfixturevalue(who)).get(page_of(made, name)).status_code == 404


@pytest.mark.parametrize("name", ["receipt", "receipt_paper"])
def test_it_names_person_version_digest_and_time(client, sign_in, teacher, made, version, name):
    page = sign_in(client, teacher).get(page_of(made, name), {"print": "1"}).content.decode()
    for words in (teacher.full_name, "version 1", version.digest, "Wednesday 18 November 2026, 10:00 am"):
        assert words in page.replace("<td>1,", "<td>version 1,")


@pytest.mark.parametrize("name", ["receipt_paper", "declaration_paper"])
def test_the_paper_is_a_pdf(client, sign_in, teacher, made, name):
    if not documents.can_make_pdf():
        pytest.skip("this machine makes no PDF")
    answer = sign_in(client, teacher).get(page_of(made, name))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF-")


def test_the_declaration_s_paper_holds_every_statement(client, sign_in, teacher, made):
    page = sign_in(client, teacher).get(page_of(made, "declaration_paper"), {"print": "1"}).content.decode()
    for statement in made["declaration"].words.statements:
        assert statement in page


def test_after_the_acknowledgement_the_receipt_names_what_is_left(client, sign_in, teacher, version):
    receipt = workflow.acknowledge(version, actor=teacher)
    page = sign_in(client, teacher).get(reverse("policy:receipt", args=[receipt.pk]))
    assert reverse("policy:declare") in page.content.decode()
    workflow.declare(actor=teacher)
    page = client.get(reverse("policy:receipt", args=[receipt.pk]))
    assert "One thing is left" not in page.content.decode()


def test_all_that_i_confirmed_is_listed_and_nothing_of_others(client, sign_in, teacher, teacher2, publish):
    old = publish("Be kind.")
    mine, other = workflow.acknowledge(old, actor=teacher), workflow.acknowledge(old, actor=teacher2)
    newer = workflow.acknowledge(publish("Be kind and quick."), actor=teacher)
    declared = workflow.declare(actor=teacher)
    page = sign_in(client, teacher).get(reverse("policy:mine")).content.decode()
    for receipt in (mine, newer):
        assert reverse("policy:receipt", args=[receipt.pk]) in page
    assert reverse("policy:declaration", args=[declared.pk]) in page
    assert reverse("policy:receipt", args=[other.pk]) not in page
    assert Acknowledgement.objects.visible_to(teacher2).count() == 1
    assert not Declaration.objects.visible_to(teacher2).exists()


def test_a_receipt_stays_when_a_new_version_comes(client, sign_in, teacher, made, publish):
    publish("Be kind and quick.")
    page = sign_in(client, teacher).get(page_of(made, "receipt")).content.decode()
    assert made["receipt"].digest in page
