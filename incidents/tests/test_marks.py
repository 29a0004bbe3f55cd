"""A comment never shows somebody that there is an incident about them (H5), however late they were named."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Account, Runner
from audit import chain
from conftest import NOW
from core.errors import NotAllowed
from incidents import workflow
from incidents.states import Part
from moderation import sweep
from moderation import workflow as moderation
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


def page_of(client, sign_in, item, person) -> str:
    """The comment's page, without what differs at every request."""
    sign_in(client, person)
    page = client.get(reverse("moderation:item", args=[item.pk])).content.decode()
    return re.sub(r'nonce="[^"]*"|csrf[^>]*value="[^"]*"|X-CSRFToken[^}]*', "", page)


@pytest.mark.parametrize("category", ["other", "harassment", "staff"])
def test_a_comment_of_which_an_incident_was_made_looks_unchanged_to_all_but_its_handlers(
    client, sign_in, item, head, admin, teacher2, category
) -> None:
    before = {person: page_of(client, sign_in, item, person) for person in (admin, teacher2)}
    stored = Item.objects.filter(pk=item.pk).values().get()
    incident = report(item, teacher2, category=category)
    assert Item.objects.filter(pk=item.pk).values().get() == stored  # nor does its place in the queue change
    for person, page in before.items():
        assert page_of(client, sign_in, item, person) == page
    assert incident.reference in page_of(client, sign_in, item, head)


def test_somebody_named_in_it_sees_no_more_than_before_whatever_their_role(client, sign_in, item, head, deputy) -> None:
    before = page_of(client, sign_in, item, deputy)
    incident = report(item, head)
    assert incident.reference in page_of(client, sign_in, item, deputy)
    workflow.name_person(incident, deputy, actor=head, part=Part.ALLEGED)
    assert page_of(client, sign_in, item, deputy) == before
    assert chain.verify()[1] is None


def test_its_page_costs_the_same_whether_there_is_an_incident_or_not(client, sign_in, item, head, teacher2) -> None:
    def cost(person) -> int:
        page_of(client, sign_in, item, person)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("moderation:item", args=[item.pk]))
        return len(queries)

    without = cost(head), cost(teacher2)
    report(item, head)
    report(item, head)
    assert (cost(head), cost(teacher2)) == without


def test_the_clock_goes_on(item, head, clock) -> None:
    report(item, head)
    clock.move_to(item.due_at + timedelta(minutes=1))
    sweep.run()
    item.refresh_from_db()
    assert item.breached_at == item.due_at


def test_whoever_does_not_see_a_comment_makes_no_incident_of_it(item, outsider) -> None:
    with pytest.raises(NotAllowed):
        report(item, outsider)


def test_the_kind_of_thing_may_be_chosen_before(client, sign_in, item, teacher2) -> None:
    sign_in(client, teacher2)
    url = reverse("incidents:report_from_item", args=[item.pk])
    assert client.get(url, {"category": "indecent_image"}).context["form"]["category"].value() == "indecent_image"


def test_the_number_of_an_incident_may_hold_any_sort_of_digit(client, sign_in, head) -> None:
    sign_in(client, head)
    assert client.get(reverse("incidents:list"), {"q": "²"}).status_code == 200


def test_naming_somebody_by_a_number_that_no_database_holds_is_an_error_of_the_form(
    client, sign_in, head, teacher
) -> None:
    sign_in(client, head)
    body = {"category": "other", "what_happened": "Something.", "alleged": ["9" * 30]}
    assert client.post(reverse("incidents:report"), body).status_code == 200
