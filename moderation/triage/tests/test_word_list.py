"""The school's changes to the word list (M3)."""

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from moderation.models import Term
from moderation.states import Category
from moderation.triage.workflow import add_term, switch_term


def test_a_term_of_ones_own_is_looked_for_from_then_on(make_item, dsl):
    term = add_term(actor=dsl, term="Bin-Dödger!", category=Category.BULLYING)
    assert term.words == "bin dodger"
    item = make_item(text="that b1n dodgerrr again")
    assert [hint.found for hint in item.hints.all()] == ["b1n dodgerrr"]
    assert item.is_priority
    switch_term(actor=dsl, term="bin dodger", category=Category.BULLYING, on=False)
    assert not make_item(text="that bin dodger again").hints.exists()


def test_a_shipped_term_is_switched_off_and_on_on_the_record_by_number(make_item, admin):
    switch_term(actor=admin, term="a postcode", category=Category.PERSONAL_DATA, on=False)
    assert not make_item(text="We are at FY1 2AB").hints.exists()
    switch_term(actor=admin, term="a postcode", category=Category.PERSONAL_DATA, on=True)
    assert make_item(text="We were at FY1 2AB").hints.exists()
    events = Event.objects.filter(verb="moderation.switch_term")
    assert [event.data for event in events.order_by("id")] == [{"on": False}, {"on": True}]
    assert {event.subject_id for event in events} == {str(Term.objects.get().pk)}


def test_only_those_who_may_change_it_do(teacher, head):
    with pytest.raises(NotAllowed):
        add_term(actor=teacher, term="bin dodger", category=Category.BULLYING)
    add_term(actor=head, term="bin dodger", category=Category.BULLYING)


def test_what_would_tell_nothing_or_is_there_is_refused(admin):
    for term in ("", "!!", "the", "thank you", "bully", "stab them", "x" * 101):
        with pytest.raises(InvalidInput):
            add_term(actor=admin, term=term, category=Category.BULLYING if term != "stab them" else Category.THREAT)
    add_term(actor=admin, term="bin dodger", category=Category.BULLYING)
    with pytest.raises(InvalidInput):
        add_term(actor=admin, term="bin dodger", category=Category.BULLYING)
    with pytest.raises(WrongState):
        switch_term(actor=admin, term="bin dodger", category=Category.BULLYING, on=True)
    with pytest.raises(InvalidInput):
        switch_term(actor=admin, term="no such term", category=Category.BULLYING, on=False)


def test_a_text_is_tried_before_a_term_is_saved(client, sign_in, admin):
    sign_in(client, admin)
    sent = {"term": "bin dodger", "category": "bullying", "text": "a b1n dodger", "try": "1"}
    page = client.post("/comments/triage/words/add/", sent).content.decode()
    assert "“b1n dodger” is on the list for bullying." in page
    assert not Term.objects.exists()
    page = client.post("/comments/triage/words/try/", {"text": "I will k1ll you"}).content.decode()
    assert "“k1ll you” is on the list of threats." in page
    page = client.get("/comments/triage/words/?q=stab").content.decode()
    assert "Switch off" in page
