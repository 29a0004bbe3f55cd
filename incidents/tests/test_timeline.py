"""What is written in a case file stays as it is: it is put right by another line, and opened to whom it may be (I3)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from incidents import workflow
from incidents.models import Entry
from incidents.opened import opened_to
from incidents.states import EntryKind, Part
from notifications.models import Notification


def news(person) -> int:
    told = Notification.objects.filter(recipient=person, template="incidents.reporter_told", withdrawn_at=None)
    return told.count()


@pytest.fixture
def note(incident, head) -> Entry:
    workflow.add_entry(incident, actor=head, text="Rang on Tuesday.", open_to_reporter=True)
    return incident.entries.get(kind="note")


def test_a_call_keeps_when_it_was_and_when_it_was_written(incident, head, clock) -> None:
    earlier = clock.now - timedelta(days=1)
    workflow.add_entry(incident, actor=head, kind="contact", text="Spoke to the family.", happened_at=earlier)
    entry = incident.entries.get(kind="contact")
    assert (entry.happened_at, entry.at, entry.by) == (earlier, clock.now, head)
    assert Event.objects.get(verb="incidents.add_entry").data["entry"] == entry.pk


def test_a_decision_needs_its_reason(incident, head) -> None:
    with pytest.raises(InvalidInput) as refused:
        workflow.add_entry(incident, actor=head, kind="decision", text="No further contact.")
    assert refused.value.field == "reason"
    assert not incident.entries.exists()
    workflow.add_entry(incident, actor=head, kind="decision", text="No further contact.", reason="They asked for it.")
    assert incident.entries.get().reason == "They asked for it."


@pytest.mark.parametrize("given", [{"text": " "}, {"kind": "state"}, {"open_to_target": True}])
def test_what_makes_no_sense_is_not_written(incident, head, given) -> None:
    with pytest.raises(InvalidInput):
        workflow.add_entry(incident, actor=head, **{"text": "A note.", **given})


@pytest.mark.parametrize("who", ["teacher", "admin", "outsider", "volunteer", "dsl"])
def test_who_does_not_handle_it_writes_and_corrects_nothing(incident, note, request, who) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        workflow.add_entry(incident, actor=person, text="Me too.")
    with pytest.raises(NotAllowed):
        workflow.correct_entry(incident, note, actor=person, text="Otherwise.", reason="Because.")
    assert incident.entries.count() == 1


def test_a_correction_stands_beside_what_it_corrects(incident, note, head, deputy, teacher) -> None:
    workflow.correct_entry(incident, note, actor=deputy, text="Rang on Wednesday.", reason="The wrong day.")
    note.refresh_from_db()
    right = incident.entries.get(kind=EntryKind.CORRECTION)
    assert (note.text, right.text, right.corrects, right.by) == ("Rang on Tuesday.", "Rang on Wednesday.", note, deputy)
    assert Event.objects.get(verb="incidents.correct_entry").data == {"entry": right.pk, "corrects": note.pk}
    assert list(opened_to(incident, teacher)) == [right, note]  # whoever read the mistake reads what is right
    assert news(teacher) == 2


def test_a_line_is_corrected_once_and_then_its_correction(incident, note, head) -> None:
    workflow.correct_entry(incident, note, actor=head, text="On Wednesday.", reason="The wrong day.")
    with pytest.raises(WrongState, match="took its place"):
        workflow.correct_entry(incident, note, actor=head, text="On Thursday.", reason="Again.")
    right = incident.entries.get(kind=EntryKind.CORRECTION)
    workflow.correct_entry(incident, right, actor=head, text="On Thursday.", reason="Again.")


def test_what_the_portal_wrote_is_not_corrected(incident, head, teacher2) -> None:
    workflow.name_person(incident, teacher2, actor=head, part=Part.WITNESS)
    with pytest.raises(WrongState):
        workflow.correct_entry(incident, incident.entries.get(), actor=head, text="No.", reason="No.")


@pytest.mark.parametrize("given", [{"text": ""}, {"text": "Rang on Tuesday."}, {"reason": " "}])
def test_a_correction_says_what_is_right_and_why(incident, note, head, given) -> None:
    with pytest.raises(InvalidInput):
        workflow.correct_entry(incident, note, actor=head, **{"text": "On Friday.", "reason": "Wrong day.", **given})


def test_nothing_is_written_in_a_closed_file(resolved, head) -> None:
    workflow.close(resolved, actor=head)
    with pytest.raises(NotAllowed, match="Reopen"):
        workflow.correct_entry(resolved, resolved.entries.first(), actor=head, text="Other.", reason="Why.")


def test_the_database_itself_keeps_every_line(note) -> None:
    for change in (lambda: Entry.objects.filter(pk=note.pk).update(text="Otherwise."), note.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Entry.objects.get(pk=note.pk).text == "Rang on Tuesday."


def test_each_reads_what_is_opened_to_their_own_part(incident, head, teacher, teacher2, outsider) -> None:
    workflow.name_person(incident, teacher2, actor=head, part=Part.TARGET)
    workflow.name_person(incident, outsider, actor=head, part=Part.WITNESS)
    workflow.add_entry(incident, actor=head, text="For whom it hurt.", open_to_target=True)
    workflow.add_entry(incident, actor=head, text="For who saw it.", open_to_witness=True)
    assert [entry.text for entry in opened_to(incident, teacher2)] == ["For whom it hurt."]
    assert [entry.text for entry in opened_to(incident, outsider)] == ["For who saw it."]
    assert (news(teacher), news(teacher2), news(outsider)) == (0, 1, 1)


def test_who_is_shut_out_hears_of_no_news(incident, head, teacher2, teacher) -> None:
    workflow.name_person(incident, teacher2, actor=head, part=Part.TARGET)
    workflow.name_person(incident, teacher2, actor=head, part=Part.CONFLICTED)
    workflow.name_person(incident, teacher, actor=head, part=Part.ALLEGED)
    for opened in ("open_to_target", "open_to_reporter"):
        with pytest.raises(InvalidInput, match="Nobody who signs in here"):
            workflow.add_entry(incident, actor=head, text="Between us.", **{opened: True})
    assert not Notification.objects.filter(template="incidents.reporter_told").exists()


def test_a_rollback_leaves_no_line_and_no_news(incident, head, teacher, monkeypatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("incidents.workflow.timeline.tell_of_news", broken)
    with pytest.raises(RuntimeError):
        workflow.add_entry(incident, actor=head, text="A note.", open_to_reporter=True)
    assert not incident.entries.exists()
    assert not Event.objects.filter(verb="incidents.add_entry").exists()


def test_the_same_words_sent_twice_are_one_line_and_later_they_are_another(assessed, head, clock):
    for minutes in (0, 0, 2):
        clock.move_to(clock.now + timedelta(minutes=minutes))
        workflow.add_entry(assessed, actor=head, text="Rang the parents.")
    assert assessed.entries.filter(text="Rang the parents.").count() == 2
    workflow.add_entry(assessed, actor=head, text="Rang the parents.", kind="contact")
    assert assessed.entries.filter(text="Rang the parents.").count() == 3
