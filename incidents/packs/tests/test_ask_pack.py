"""Asking for a pack."""

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from incidents import workflow as room
from incidents.models import Entry, Evidence, Pack
from incidents.packs import waking, workflow
from incidents.packs.tests.conftest import chosen
from incidents.states import Part


def test_it_waits_for_a_worker_and_is_on_record(ask, filled, head, woken, django_capture_on_commit_callbacks):
    choices = chosen(filled, head, entries_out={filled.entries.first().pk})
    with django_capture_on_commit_callbacks(execute=True):
        pack = ask(filled, choices=choices)
    assert pack.state == Pack.State.ASKED
    assert woken == [pack.pk]
    event = Event.objects.get(verb="incidents.ask_pack")
    assert event.data["blacked_out"] == 1
    assert event.data["initials"] == 1
    assert "Kent" not in str(event.data)
    entry = Entry.objects.filter(incident=filled).latest("pk")
    assert "Kent Police" in entry.text
    assert entry.reason == "They asked."


def test_a_broker_that_is_away_only_makes_it_later(ask, filled, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.undo()
    monkeypatch.setattr(waking.current_app, "send_task", lambda *args, **kwargs: {}["no broker"])
    with django_capture_on_commit_callbacks(execute=True):
        assert ask(filled).state == Pack.State.ASKED


def test_whoever_leads_the_investigation_may(ask, assessed, head, teacher2):
    room.start_investigation(assessed, actor=head, lead=teacher2)
    assert ask(assessed, actor=teacher2).asked_by == teacher2


def test_a_handler_who_does_not_lead_may_not(ask, incident, head, teacher2):
    room.name_person(incident, teacher2, actor=head, part=Part.HANDLER)
    with pytest.raises(NotAllowed, match="SLT"):
        ask(incident, actor=teacher2)


@pytest.mark.parametrize("who", ["outsider", "admin", "dsl", "volunteer", "teacher"])
def test_nobody_else_may(ask, incident, head, request, who):
    with pytest.raises(NotAllowed):
        ask(incident, actor=request.getfixturevalue(who), choices=chosen(incident, head))
    assert not Pack.objects.exists()


def test_the_safeguarding_lead_may_in_their_compartment(make_incident, ask, dsl, head, deputy):
    file = make_incident(category="safeguarding")
    assert ask(file, actor=dsl, choices=chosen(file, dsl)).pk
    with pytest.raises(NotAllowed):
        ask(file, actor=head)


def test_of_a_closed_file_too(ask, filled, head):
    type(filled).objects.filter(pk=filled.pk).update(
        status="closed", severity="low", lawfulness="lawful", outcome="internal", closed_at=filled.reported_at,
        concern="a", follow_up="b", action="c", decision="d",
    )  # fmt: skip
    assert ask(filled).pk


def test_one_at_a_time(ask, filled):
    ask(filled)
    with pytest.raises(WrongState, match="just now"):
        ask(filled)


@pytest.mark.parametrize("field", ["recipient", "reason"])
def test_for_whom_and_why_is_said(ask, filled, field):
    with pytest.raises(InvalidInput) as refusal:
        ask(filled, **{field: "  "})
    assert refusal.value.field == field


def test_too_much_for_one_pack_is_said(ask, filled, monkeypatch):
    monkeypatch.setattr(workflow, "MOST", 10)
    with pytest.raises(InvalidInput, match="second pack"):
        ask(filled)


def test_if_the_record_cannot_be_written_there_is_none(ask, filled, broken_record, woken):
    entries = filled.entries.count()
    with pytest.raises(OSError, match="record"):
        ask(filled)
    assert not Pack.objects.exists()
    assert filled.entries.count() == entries
    assert woken == []


def test_one_that_failed_is_tried_again(ask, filled, head, outsider):
    pack = ask(filled)
    with pytest.raises(WrongState):
        workflow.retry(pack, actor=head)
    Pack.objects.update(state=Pack.State.FAILED, problem="It did not open.", tries=3)
    with pytest.raises(NotAllowed):
        workflow.retry(pack, actor=outsider)
    pack = workflow.retry(pack, actor=head)
    assert (pack.state, pack.problem, pack.tries) == (Pack.State.ASKED, "", 0)
    assert Event.objects.filter(verb="incidents.retry_pack", refused=False).count() == 1
    assert Evidence.objects.filter(custody__did="exported").count() == 0
