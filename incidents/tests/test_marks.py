"""A comment never shows somebody that there is an incident about them (H5), however late they were named."""

import pytest
from django.urls import reverse

from accounts.models import Account, Runner
from audit import chain
from conftest import NOW
from incidents import workflow
from incidents.states import Part
from moderation import workflow as moderation
from moderation.around import around
from moderation.models import Item


@pytest.fixture
def item(school, teacher2) -> Item:
    account = Account.objects.create(
        name="Friends", platform="facebook", handle="friends", status="under_review", created_at=NOW, monitored_from=NOW
    )
    Runner.objects.create(account=account, person=teacher2, is_lead=True, from_at=NOW)
    return moderation.add_item(account, actor=teacher2, text="He shouts at us.")


def report(item, actor, **fields):
    return workflow.report_from_item(item, actor=actor, what_happened="It says so.", **{"category": "other"} | fields)


def told(item) -> str:
    item.refresh_from_db()
    return f"{item.escalated_at} " + " ".join(line.words for line in around(item).history)


def test_naming_somebody_later_takes_the_mark_off_the_comment(client, sign_in, item, head, teacher2) -> None:
    incident = report(item, head)
    item.refresh_from_db()
    assert item.escalated_at is not None
    workflow.name_person(incident, teacher2, actor=head, part=Part.ALLEGED)
    assert "incident" not in told(item)
    assert item.escalated_at is None
    sign_in(client, teacher2)
    page = client.get(reverse("moderation:item", args=[item.pk])).content.decode()
    assert "Reported as an incident" not in page
    assert "made an incident" not in page
    assert chain.verify()[1] is None


def test_a_comment_of_which_an_incident_was_made_looks_unchanged(client, sign_in, item, head, teacher2) -> None:
    report(item, head)
    assert "incident" not in told(item)
    sign_in(client, teacher2)
    page = client.get(reverse("moderation:item", args=[item.pk])).content.decode()
    assert "Reported as an incident" not in page
    assert "made an incident" not in page


def test_the_number_of_an_incident_may_hold_any_sort_of_digit(client, sign_in, head) -> None:
    sign_in(client, head)
    assert client.get(reverse("incidents:list"), {"q": "²"}).status_code == 200


def test_naming_somebody_by_a_number_that_no_database_holds_is_an_error_of_the_form(
    client, sign_in, head, teacher
) -> None:
    sign_in(client, head)
    body = {"category": "other", "what_happened": "Something.", "alleged": ["9" * 30]}
    assert client.post(reverse("incidents:report"), body).status_code == 200
