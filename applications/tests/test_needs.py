"""What the business cases put on people's Today pages, and on the page of an account."""

import pytest

import applications.needs
import applications.panels  # noqa: F401  (both register what they show)
from accounts.panels import panels_of
from applications import workflow
from core.registry import needs_of
from people.models import RoleGrant


def sentences(person):
    words = ("/applications/", "business case", "close the account")
    return " | ".join(
        need.sentence for need in needs_of(person) if any(word in need.url + need.sentence for word in words)
    )


def test_the_applicant_finishes_a_draft(draft, teacher, ready):
    assert "Finish your business case “Year 4 news”" in sentences(teacher)


def test_a_draft_without_a_name_is_not_called_by_a_number(teacher, ready):
    workflow.start(actor=teacher, kind="new")
    assert "Finish the business case that you began" in sentences(teacher)


def test_the_applicant_changes_what_came_back(submitted, teacher, head, ready):
    workflow.return_for_changes(submitted, actor=head, reason="Change it.")
    assert "came back: change it" in sentences(teacher)


def test_slt_decides_until_it_is_decided(submitted, head, deputy, admin):
    assert "“Year 4 news” from Tom Teacher waits for SLT" in sentences(head)
    assert sentences(admin) == ""
    workflow.reject(submitted, actor=deputy, reason="No.")
    assert "waits for SLT" not in sentences(head)


def test_the_chair_decides_where_nobody_of_slt_is_free(head, deputy, chair, submitted, write):
    assert "waits for" not in sentences(chair)
    workflow.submit(write(actor=head, runners=(head, deputy)), actor=head)
    assert "waits for the chair of governors" in sentences(chair)
    assert sentences(deputy).count("waits for SLT") == 1


def test_a_runner_who_is_not_ready_is_asked(submitted, teacher2, policy, make_ready):
    assert "Business case “Year 4 news” waits until you are ready to run the account" in sentences(teacher2)
    make_ready(teacher2)
    assert sentences(teacher2) == ""


def test_administrators_close_an_account_that_slt_has_rejected(existing, head, admin):
    assert "close the account" not in sentences(admin)
    workflow.reject(existing, actor=head, reason="No.")
    assert "SLT has rejected “Friends of St Jude's”: close the account" in sentences(admin)


def test_administrators_learn_that_nobody_is_free(submitted, head, deputy, admin):
    RoleGrant.objects.filter(role="slt").update(revoked_at=submitted.created_at)
    assert "Too few people are free to decide business case" in sentences(admin)


@pytest.mark.parametrize(("who", "shown"), [("head", True), ("dsl", False)])
def test_the_accounts_page_leads_to_the_case_for_those_who_may_read_it(request, existing, who, shown):
    titles = [panel.title for panel in panels_of(existing.account, request.getfixturevalue(who))]
    assert ("Business case" in titles) is shown
