"""A closed file: somebody is named in it without its being reopened, and it is never left to nobody (H5)."""

import pytest
from django.urls import reverse

from audit.models import Event
from core.errors import NotAllowed
from incidents import workflow
from incidents.models import HEAD, Incident, Senior
from incidents.states import Part, Status
from incidents.tasks import look_for_readers
from notifications.models import Notification
from people.workflow import switch_off


@pytest.fixture
def third(make_person, head):
    """One more of SLT; and the school has said who the head is."""
    Senior.objects.create(person=head, place=HEAD)
    return make_person("Nia Third", "slt", "staff")


@pytest.fixture
def closed(third, resolved, head) -> Incident:
    return workflow.close(resolved, actor=head)


def test_somebody_named_in_a_closed_file_sees_nothing_of_it_at_once(closed, head, deputy, third, teacher2) -> None:
    before = Notification.objects.count()
    for part in (Part.CONFLICTED, Part.ALLEGED):
        workflow.name_person(closed, deputy, actor=head, part=part)
    closed.refresh_from_db()
    assert closed.status == Status.CLOSED
    assert not Incident.objects.visible_to(deputy).exists()
    assert not Notification.objects.visible_to(deputy).exists()
    assert Notification.objects.count() == before  # nobody is new to it
    for part in (Part.HANDLER, Part.WITNESS, Part.OTHER):
        with pytest.raises(NotAllowed, match="Reopen"):
            workflow.name_person(closed, teacher2, actor=head, part=part)
    with pytest.raises(NotAllowed, match="Reopen"):  # to let somebody see it again is a decision of an open file
        workflow.end_part(closed, closed.involvements.get(person=deputy, part=Part.ALLEGED), actor=head)


def test_the_chair_comes_into_a_closed_file_that_names_the_head(closed, head, third, deputy, chair) -> None:
    closed = workflow.name_person(closed, head, actor=third, part=Part.ALLEGED)
    assert set(workflow.handlers(closed)) == {third, deputy, chair}
    assert not Incident.objects.visible_to(head).exists()


def test_only_whoever_leads_a_closed_file_names_somebody_in_it(
    incident, head, deputy, third, teacher2, request
) -> None:
    workflow.name_person(incident, teacher2, actor=head, part=Part.HANDLER)
    shut = request.getfixturevalue("closed")
    with pytest.raises(NotAllowed, match="member of SLT"):
        workflow.name_person(shut, deputy, actor=teacher2, part=Part.CONFLICTED)
    assert Event.objects.get(verb="incidents.name_person", refused=True).actor == f"person:{teacher2.pk}"


def test_the_page_of_a_closed_file_offers_it(client, sign_in, closed, head, deputy) -> None:
    sign_in(client, head)
    place = reverse("incidents:name_person", args=[closed.public_id])
    file = reverse("incidents:incident", args=[closed.public_id])
    assert f"{place}?part=conflicted" in client.get(file).content.decode()
    shown = client.get(f"{place}?part=conflicted").content.decode()
    assert 'value="alleged"' in shown
    assert 'value="handler"' not in shown
    answer = client.post(place, {"person": deputy.full_name, "part": "conflicted"})
    assert answer["Location"] == f"{file}#people"
    assert not Incident.objects.visible_to(deputy).exists()


def test_a_closed_file_that_nobody_can_open_is_led_to_somebody_quietly(
    make_incident, closed, head, deputy, third, dsl, admin
) -> None:
    file = make_incident("safeguarding")
    workflow.name_person(file, dsl, actor=dsl, part=Part.HANDLER)
    Incident.objects.filter(pk=file.pk).update(
        status="closed", outcome="internal", severity="low", lawfulness="lawful", closed_at=file.reported_at,
        concern="It.", follow_up="It.", action="It.", decision="It.",
    )  # fmt: skip
    assert [*workflow.handlers(file)] == [dsl]
    look_for_readers()
    assert not Event.objects.filter(verb="incidents.look_for_handlers").exists()  # somebody can open each
    switch_off(dsl, actor=admin)
    Notification.objects.all().delete()
    look_for_readers()
    look_for_readers()
    file.refresh_from_db()
    assert set(workflow.handlers(file)) == {head, deputy, third}
    assert [row.recipient for row in Notification.objects.all()] == [file.first]
    assert Event.objects.filter(verb="incidents.look_for_handlers").count() == 1
    assert not Event.objects.filter(verb="incidents.look_for_handlers", subject_id=str(closed.pk)).exists()
