"""Somebody is named between the click and the answer: what was on its way to them does not arrive (H5)."""

import pytest

from core.errors import NotAllowed
from incidents import workflow as room
from incidents.evidence import workflow
from incidents.evidence.tests.test_pages import page
from incidents.models import Custody
from incidents.states import Part


@pytest.fixture
def named_while(monkeypatch, incident, head, deputy):
    """Names the head as soon as `place` is called: after the page was asked for, before anything was answered."""

    def named(place: str) -> None:
        where, _, name = place.rpartition(".")
        module = __import__(where, fromlist=[name])
        going_on = getattr(module, name)

        def slow(*args, **kwargs):
            done = going_on(*args, **kwargs)
            if not incident.involvements.filter(person=head, part=Part.ALLEGED).exists():
                room.name_person(incident, head, actor=deputy, part=Part.ALLEGED)
            return done

        monkeypatch.setattr(module, name, slow)

    return named


@pytest.mark.parametrize(("verb", "slow"), [("view", "is_whole"), ("check", "is_whole"), ("download", "content_of")])
def test_a_piece_does_not_go_to_whoever_is_named_while_it_is_opened(verb, slow, shot, head, named_while):
    named_while(f"incidents.evidence.workflow.{slow}")
    with pytest.raises(NotAllowed):
        getattr(workflow, verb)(shot, actor=head)
    assert not Custody.objects.filter(evidence=shot, person=head).exclude(did="added").exists()


def test_nor_does_the_case_file(client, sign_in, incident, head, named_while):
    sign_in(client, head)
    file = page("incident", incident)
    named_while("incidents.views.case_file.sections")
    answer = client.get(file)
    assert answer.status_code == 404
    assert incident.what_happened not in answer.content.decode()


def test_the_rule_is_asked_while_the_row_is_held(monkeypatch, shot, incident, head):
    """So that no name can come between the answer and the line that says it was opened."""
    told = []
    lock, require = workflow.audit.lock, workflow.rules.require
    monkeypatch.setattr("audit.workflow.lock", lambda row, *more: told.append(row._meta.model_name) or lock(row, *more))
    monkeypatch.setattr("core.rules.require", lambda *asked: told.append(asked[0]) or require(*asked))
    workflow.show(shot, actor=head)
    workflow.download(shot, actor=head)
    room.read(incident, actor=head)
    assert told[0::2] == ["incident"] * (len(told) // 2)
    assert set(told[1::2]) == {"incidents.open_evidence", "incidents.download_evidence", "incidents.read"}
