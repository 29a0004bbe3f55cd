"""P7: everybody declares once a year, beside the acknowledgement."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from audit.models import Event
from core.actors import DAILY
from core.errors import NotAllowed, WrongState
from core.registry import needs_of
from policy import declarations, selectors, workflow
from policy.declarations import CURRENT, EDITIONS, a_year_after
from policy.models import Declaration
from policy.workflow import declaring

DECLARE = "/policy/declare/"


def text(answer):
    return answer.content.decode()


def sentences(person):
    return [need.sentence for need in needs_of(person)]


@pytest.fixture
def new_edition(monkeypatch):
    """The words are changed, as a later release of the portal would."""
    edition = replace(CURRENT, number=CURRENT.number + 1, statements=(*CURRENT.statements, "And one thing more."))
    monkeypatch.setitem(declarations.EDITIONS, edition.number, edition)
    for module in (declaring, selectors):
        monkeypatch.setattr(module, "CURRENT", edition)
    return edition


def test_the_words_of_an_edition_stand():
    """Somebody has confirmed them. To change a word, add an edition."""
    assert {number: edition.digest for number, edition in EDITIONS.items()} == {
        1: "3a7473c180a8bff464ed1779d38a9b7cb9e50299262ebd3dcbaa8c4399ef914b"
    }


@pytest.mark.parametrize("words", ["pupils", "platform", "confidential", "school may look"])
def test_the_four_things_of_the_policy_are_in_it(words):
    assert len(CURRENT.statements) == 4
    assert any(words in statement for statement in CURRENT.statements)


def test_time_words_and_a_year_are_kept(teacher, clock):
    made = workflow.declare(actor=teacher, digest=CURRENT.digest)
    assert (made.person, made.edition, made.digest, made.at) == (teacher, 1, CURRENT.digest, clock.now)
    assert made.valid_until == date(2027, 11, 18)
    assert made.words.statements == CURRENT.statements


@pytest.mark.parametrize(
    ("day", "later"), [(date(2026, 11, 18), date(2027, 11, 18)), (date(2028, 2, 29), date(2029, 2, 28))]
)
def test_a_year_later(day, later):
    assert a_year_after(day) == later


def test_the_record_has_it_with_the_digest(teacher):
    made = workflow.declare(actor=teacher)
    event = Event.objects.get(verb="policy.declare")
    assert (event.actor, event.subject_id) == (f"person:{teacher.pk}", str(made.pk))
    assert event.data == {"person": teacher.pk, "edition": 1, "digest": CURRENT.digest}


@pytest.mark.parametrize("who", ["volunteer", "chair", "admin", "head"])
def test_everybody_who_is_signed_in_may(request, who):
    workflow.declare(actor=request.getfixturevalue(who))
    assert Declaration.objects.count() == 1


def test_neither_a_leaver_nor_the_portal_declares(leaver):
    for actor in (leaver, DAILY):
        with pytest.raises(NotAllowed):
            workflow.declare(actor=actor)
    assert not Declaration.objects.exists()


def test_twice_is_once_until_the_last_month(teacher, clock):
    workflow.declare(actor=teacher)
    clock.move_to(clock.now.replace(year=2027, month=10, day=18))  # 31 days before
    with pytest.raises(WrongState, match="already"):
        workflow.declare(actor=teacher)
    clock.move_to(clock.now.replace(day=19))
    assert workflow.declare(actor=teacher).valid_until == date(2028, 10, 19)


def test_other_words_than_those_of_today_are_not_declared(teacher):
    with pytest.raises(WrongState, match="words"):
        workflow.declare(actor=teacher, digest="0" * 64)
    assert not Declaration.objects.exists()


def test_it_counts_to_the_end_of_its_last_day(teacher, clock):
    workflow.declare(actor=teacher)
    clock.move_to(clock.now.replace(year=2027))
    assert selectors.declared(teacher).counts
    clock.move_to(clock.now.replace(day=19))
    assert not selectors.declared(teacher).counts


def test_new_words_ask_everybody_again(teacher, version, new_edition):
    Declaration.objects.create(
        person=teacher, edition=1, digest="0" * 64, at=version.drafted_at, valid_until=date(2027, 11, 1)
    )
    assert not selectors.declared(teacher).counts
    assert "The words of the yearly declaration have changed" in sentences(teacher)
    made = workflow.declare(actor=teacher)
    assert (made.edition, selectors.declared(teacher).counts) == (2, True)


def test_it_gates_no_account(teacher, head, version):
    workflow.acknowledge(version, actor=teacher)
    workflow.record_training(
        teacher, actor=head, title="T", completed_on=date(2026, 1, 1), valid_until=date(2027, 1, 1)
    )
    assert selectors.readiness(teacher).ready


def test_a_rollback_leaves_nothing(teacher, monkeypatch):
    monkeypatch.setattr(declaring.audit, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        workflow.declare(actor=teacher)
    assert not Declaration.objects.exists()
    assert not Event.objects.filter(verb="policy.declare").exists()


def test_the_page_shows_the_statements_and_takes_the_tick(client, sign_in, volunteer, version):
    page = sign_in(client, volunteer).get(DECLARE)
    for statement in CURRENT.statements:
        assert statement in text(page)
    values = {"digest": CURRENT.digest}
    assert "Tick the box" in text(client.post(DECLARE, values))
    answer = client.post(DECLARE, values | {"agreed": "on"})
    assert answer.url == reverse("policy:declaration", args=[Declaration.objects.get().pk])
    assert "Counts until" in text(client.get(answer.url))
    assert "You have made it" in text(client.get(DECLARE))
    assert "Made" in text(client.get(reverse("policy:index")))


def test_a_page_left_open_over_new_words_declares_nothing(client, sign_in, teacher, version, new_edition):
    values = {"digest": EDITIONS[1].digest, "agreed": "on"}
    answer = sign_in(client, teacher).post(DECLARE, values, follow=True)
    assert "The words of the declaration have changed" in text(answer)
    assert not Declaration.objects.exists()


def test_today_asks_for_it_once_there_is_a_policy(teacher, publish, clock):
    assert not any("declaration" in sentence for sentence in sentences(teacher))
    publish("Be kind.")
    assert "You have not yet made the yearly declaration" in sentences(teacher)
    workflow.declare(actor=teacher)
    assert not any("declaration" in sentence for sentence in sentences(teacher))
    clock.move_to(clock.now.replace(year=2027, month=10, day=20))
    assert "Your yearly declaration runs out soon" in sentences(teacher)
    clock.move_to(clock.now.replace(month=11, day=19))
    assert "Your yearly declaration ran out on Thursday 18 November 2027" in sentences(teacher)
