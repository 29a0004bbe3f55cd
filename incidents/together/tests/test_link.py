"""Incidents that belong together, and that nobody learns of one that they do not handle (H5)."""

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from incidents import workflow
from incidents.models import Relation
from incidents.states import Part
from incidents.together import selectors
from incidents.together import workflow as together


@pytest.fixture
def other(make_incident):
    return make_incident()


@pytest.fixture
def linked(incident, other, head):
    return together.link(incident, other, actor=head)


def test_each_file_leads_to_the_other(linked, incident, other, head) -> None:
    assert [one for _, one in selectors.relations(incident, head)] == [other]
    assert [one for _, one in selectors.relations(other, head)] == [incident]
    assert Event.objects.get(verb="incidents.link").data == {"relation": Relation.objects.get().pk}


def test_who_does_not_handle_the_other_learns_nothing_of_it(linked, incident, other, head, deputy, client, sign_in):
    workflow.name_person(other, deputy, actor=head, part=Part.ALLEGED)
    assert selectors.relations(incident, deputy) == []
    sign_in(client, deputy)
    shown = client.get(reverse("incidents:incident", kwargs={"ref": incident.public_id})).content.decode()
    assert other.reference not in shown
    assert other.public_id not in shown
    relation = Relation.objects.get()
    gone = reverse("incidents:unlink", kwargs={"ref": incident.public_id, "relation_pk": relation.pk})
    assert client.post(gone).status_code == 404
    with pytest.raises(NotAllowed):
        together.unlink(incident, relation, actor=deputy)


def test_a_hidden_one_is_answered_as_one_that_is_not_there(incident, other, head, deputy, client, sign_in) -> None:
    workflow.name_person(other, deputy, actor=head, part=Part.ALLEGED)
    sign_in(client, deputy)
    there = reverse("incidents:link", kwargs={"ref": incident.public_id})

    def answer(reference: str) -> str:
        shown = client.post(there, {"reference": reference}).content.decode()
        assert "You handle no incident with this reference." in shown
        return shown.replace(reference, "")

    assert len(answer(other.reference)) == len(answer("Incident 22222-22222"))
    assert not Relation.objects.exists()


@pytest.mark.parametrize("who", ["teacher", "admin", "outsider", "volunteer", "dsl"])
def test_others_link_nothing(incident, other, request, who) -> None:
    with pytest.raises(NotAllowed):
        together.link(incident, other, actor=request.getfixturevalue(who))


def test_it_is_linked_once_and_not_with_itself(linked, incident, other, head) -> None:
    with pytest.raises(WrongState):
        together.link(other, incident, actor=head)
    with pytest.raises(InvalidInput):
        together.link(incident, incident, actor=head)


def test_a_link_that_is_taken_off_stays_on_record_and_can_be_made_again(linked, incident, other, head) -> None:
    relation = Relation.objects.get()
    together.unlink(other, relation, actor=head)
    assert selectors.relations(incident, head) == []
    relation.refresh_from_db()
    assert relation.ended_at is not None
    with pytest.raises(WrongState):
        together.unlink(incident, relation, actor=head)
    together.link(incident, other, actor=head)
    assert Relation.objects.count() == 2
