"""Anyone signed in reports; the right people are told at once, and nobody else learns of it (I1, I6)."""

from datetime import UTC, datetime, timedelta

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed
from incidents import workflow
from incidents.models import Incident
from notifications.models import Notification


def test_a_volunteer_reports_and_slt_is_told_at_once(volunteer, head, deputy, teacher) -> None:
    incident = workflow.report(actor=volunteer, category="offensive", what_happened="Rude words under a photo.")
    told = set(Notification.objects.filter(template="incidents.reported").values_list("recipient", flat=True))
    assert told == {head.pk, deputy.pk}
    assert Event.objects.filter(verb="incidents.report", subject_id=str(incident.pk)).exists()


def test_a_safeguarding_concern_goes_to_the_safeguarding_lead_alone(make_incident, head, dsl) -> None:
    incident = make_incident("safeguarding")
    assert set(workflow.handlers(incident)) == {dsl}


def test_where_there_is_no_safeguarding_lead_it_goes_to_slt(make_incident, head) -> None:
    assert set(workflow.handlers(make_incident("safeguarding"))) == {head}


def test_an_account_taken_over_also_goes_to_the_administrators(make_incident, head, admin) -> None:
    assert set(workflow.handlers(make_incident("compromised"))) == {head, admin}


def test_a_threat_to_life_is_to_be_assessed_within_the_hour(make_incident, clock, head) -> None:
    def due(category):
        return make_incident(category).clocks.get(kind="assess").due_at

    assert due("threat_to_life") == clock.now + timedelta(hours=1)
    assert due("offensive") == datetime(2026, 11, 18, 23, 59, 59, tzinfo=UTC)  # the same working day


def test_someone_who_has_left_cannot_report(leaver) -> None:
    with pytest.raises(NotAllowed):
        workflow.report(actor=leaver, category="other", what_happened="Something.")
    assert not Incident.objects.exists()
    assert Event.objects.get().refused


def test_an_empty_report_is_refused_and_tells_nobody(teacher, head) -> None:
    with pytest.raises(InvalidInput):
        workflow.report(actor=teacher, category="other", what_happened="   ")
    assert not Incident.objects.exists()
    assert not Notification.objects.exists()


def test_the_record_and_the_messages_hold_no_word_of_the_report(make_incident, head) -> None:
    make_incident()
    everything = " ".join(map(str, Event.objects.values_list("data", flat=True)))
    everything += " ".join(map(str, Notification.objects.values_list("params", flat=True)))
    assert "Rude" not in everything
    assert "offensive content" not in everything.lower()


def test_where_somebody_is_in_danger_now_it_is_to_be_assessed_within_the_hour(make_incident, clock, head) -> None:
    urgent = make_incident("offensive", danger=True)
    assert urgent.clocks.get(kind="assess").due_at == clock.now + timedelta(hours=1)


def test_what_matters_is_not_lost_by_being_sent_a_moment_later(make_incident, head, clock) -> None:
    given = {"category": "offensive", "what_happened": "Rude words.", "happened_at": clock.now}
    first = make_incident(**given)
    clock.move_to(clock.now + timedelta(seconds=20))
    assert make_incident(**given | {"happened_at": clock.now}) == first  # “just now”, by a second click
    assert make_incident(**given, danger=True) != first
    assert make_incident(**given | {"happened_at": clock.now - timedelta(days=2)}) != first
