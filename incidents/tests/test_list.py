"""The page of incidents: how to tell us, what one handles, what one told us; nothing of the rest (I1, H5)."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from incidents import workflow
from incidents.listing import selectors
from incidents.models import Incident
from incidents.states import Part

LIST = reverse("incidents:list")
CHANGES = re.compile(r'nonce="[^"]*"|csrf[^>]*value="[^"]*"|X-CSRFToken[^}]*|Last seen[^<]*')


def page(client: Client, **query: str) -> str:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return CHANGES.sub("", answer.content.decode())


def listed(person, **chosen) -> list[Incident]:
    return list(selectors.found(person, chosen).order_by("pk"))


def test_ways_to_tell_us_come_first_for_everybody(client, sign_in, volunteer) -> None:
    words = page(sign_in(client, volunteer))
    assert words.index("Report an incident") < words.index("Report a mistake") < words.index("What you told us")
    assert "Files that you handle" not in words
    assert "Themes" not in words


def test_whoever_is_told_reads_their_part_and_a_public_state_only(
    make_incident, client, sign_in, head, deputy, teacher2
) -> None:
    incident = make_incident()
    workflow.name_person(incident, teacher2, actor=head, part=Part.WITNESS)
    workflow.assess(incident, actor=head, severity="high", lawfulness="lawful", assessment="Grave.")
    words = page(sign_in(client, teacher2))
    assert incident.reference in words
    assert "You saw it" in words
    assert "Being looked into" in words
    assert "Assessed" not in words
    assert "High" not in words


def test_whoever_is_shut_out_gets_the_page_of_whoever_has_none_at_the_same_cost(
    make_incident, client, sign_in, head, deputy
) -> None:
    sign_in(client, head)

    def look() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as queries:
            words = page(client) + page(client, q="Rude words", status="late", waiting="on")
        return words, len(queries)

    look()  # whatever is read once per process
    before = look()
    make_incident("staff", alleged=[head], actor=deputy)
    assert look() == before
    assert selectors.counts(head).all == 0
    assert selectors.leads(head) == []


def test_what_is_due_first_stands_first_and_what_is_closed_last(make_incident, head, deputy, clock) -> None:
    slow, urgent, done = make_incident("offensive"), make_incident("threat_to_life"), make_incident("other")
    workflow.assess(done, actor=head, severity="low", lawfulness="lawful", assessment="A quarrel.")
    found = selectors.found(head, {}).order_by(*selectors.ORDERINGS[""])
    assert list(found) == [urgent, slow, done]
    row = selectors.Row(found[0])
    assert row.due_what == "First assessment"


def test_filters(make_incident, head, deputy, teacher2, clock) -> None:
    rude = make_incident("offensive")
    clock.move_to(clock.now + timedelta(days=2))
    led = make_incident("impersonation")
    workflow.assess(led, actor=head, severity="medium", lawfulness="lawful", assessment="A copy of our page.")
    workflow.start_investigation(led, actor=head, lead=deputy)
    assert listed(head, status="open") == [rude, led]
    assert listed(head, status="late") == [rude]
    assert listed(head, category="impersonation") == [led]
    assert listed(head, severity="medium") == [led]
    assert listed(head, lead=str(deputy.pk)) == [led]
    assert listed(head, lead="nobody") == [rude]
    assert listed(deputy, waiting=True) == [led] if rude.first_id != deputy.pk else [rude, led]
    assert listed(head, first=clock.now.date()) == [led]
    assert listed(head, last=rude.reported_at.date()) == [rude]
    assert listed(head, q="copy of OUR page") == [led]
    assert listed(head, q="nobody wrote this") == []
    assert listed(head, q=rude.reference) == [rude]
    assert listed(head, q=rude.public_id[:5].lower()) == [rude]
    assert listed(teacher2, q="Rude") == []


def test_a_wrong_filter_is_as_none_and_an_empty_answer_says_so(make_incident, client, sign_in, head, deputy) -> None:
    make_incident()
    sign_in(client, head)
    assert "Files that you handle" in page(client, lead="999", first="yesterday", sort="x", status="x")
    assert "No file fits these filters" in page(client, category="copyright")


def test_filters_and_order_hold_over_pages(make_incident, client, sign_in, head, deputy) -> None:
    for _ in range(30):
        make_incident()
    sign_in(client, head)
    for sort in selectors.ORDERINGS:
        first = client.get(LIST, {"category": "offensive", "sort": sort})
        following = first.context["page"].next_cursor
        second = client.get(LIST, {"category": "offensive", "sort": sort, "cursor": following})
        seen = [row.incident.pk for row in [*first.context["rows"], *second.context["rows"]]]
        assert len(seen) == len(set(seen)) == 30
    assert "category=offensive" in first.content.decode()


@pytest.mark.parametrize("sort", ["", "serious"])
def test_nobody_is_counted_who_is_not_seen(make_incident, dsl, head, deputy, sort) -> None:
    make_incident("safeguarding")
    assert selectors.counts(head).all == 0
    assert selectors.counts(dsl).all == selectors.counts(dsl).open == selectors.counts(dsl).to_assess == 1
