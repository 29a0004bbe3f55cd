"""Row H5: whoever is named sees nothing, whatever their role, from that moment on."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist

from audit.models import Event
from incidents import workflow
from incidents.models import HEAD, Incident, Senior
from incidents.states import Part
from incidents.tasks import look_for_handlers
from notifications.models import Notification


def test_the_member_of_slt_named_in_the_report_is_never_told(make_incident, head, deputy) -> None:
    incident = make_incident("staff", alleged=[head])
    assert not Notification.objects.filter(recipient=head).exists()
    assert Notification.objects.filter(recipient=deputy).count() == 1
    assert not Incident.objects.visible_to(head).filter(pk=incident.pk).exists()


def test_being_named_later_takes_back_notices_and_sight(incident, head, deputy) -> None:
    assert Incident.objects.visible_to(deputy).get() == incident
    workflow.name_person(incident, deputy, actor=head, part=Part.ALLEGED)
    with pytest.raises(ObjectDoesNotExist):
        Incident.objects.visible_to(deputy).get(pk=incident.pk)
    assert not Notification.objects.visible_to(deputy).exists()
    assert Notification.objects.visible_to(head).exists()


def test_a_conflict_of_interest_shuts_out_as_well(incident, head, deputy) -> None:
    workflow.name_person(incident, deputy, actor=head, part=Part.CONFLICTED)
    assert not Incident.objects.visible_to(deputy).exists()


def test_a_reporter_who_is_named_no_longer_sees_their_own_report(incident, head, teacher) -> None:
    assert Incident.objects.reported_by(teacher).exists()
    workflow.name_person(incident, teacher, actor=head, part=Part.ALLEGED)
    assert not Incident.objects.reported_by(teacher).exists()


def test_where_all_of_slt_is_named_the_chair_of_governors_handles_it(make_incident, head, deputy, chair) -> None:
    incident = make_incident("staff", alleged=[head, deputy])
    assert list(workflow.handlers(incident)) == [chair]
    assert Incident.objects.visible_to(chair).get() == incident
    assert Notification.objects.get(template="incidents.reported").recipient == chair


def test_the_chair_sees_nothing_while_slt_is_free(incident, chair) -> None:
    assert not Incident.objects.visible_to(chair).exists()


def test_an_administrator_sees_no_incident_that_is_not_theirs(incident, admin) -> None:
    assert not Incident.objects.visible_to(admin).exists()


def test_target_and_witness_see_nothing_unless_it_is_opened(incident, head, teacher2, outsider) -> None:
    workflow.name_person(incident, teacher2, actor=head, part=Part.TARGET)
    workflow.name_person(incident, outsider, actor=head, part=Part.WITNESS)
    assert not Incident.objects.visible_to(teacher2).exists()
    assert not Incident.objects.visible_to(outsider).exists()


def test_taking_the_name_off_gives_sight_back_and_keeps_the_record(incident, head, deputy) -> None:
    workflow.name_person(incident, deputy, actor=head, part=Part.CONFLICTED)
    involvement = incident.involvements.get(person=deputy)
    workflow.end_part(incident, involvement, actor=head)
    assert Incident.objects.visible_to(deputy).exists()
    assert incident.involvements.get(person=deputy).ended_at is not None


def test_whoever_is_named_cannot_be_made_a_handler(incident, head, deputy) -> None:
    workflow.name_person(incident, deputy, actor=head, part=Part.ALLEGED)
    with pytest.raises(Exception, match="named in this incident"):
        workflow.name_person(incident, deputy, actor=head, part=Part.HANDLER)


@pytest.fixture
def third(make_person, head):
    """One more of SLT; and the school has said who the head is."""
    Senior.objects.create(person=head, place=HEAD)
    return make_person("Nia Third", "slt", "staff")


def test_the_chair_is_brought_in_when_fewer_than_two_of_slt_are_free(
    make_incident, head, deputy, third, chair, clock
) -> None:
    incident = make_incident("staff", alleged=[third])
    assert not Incident.objects.visible_to(chair).exists()
    deputy.leaves_on = clock.now.date() - timedelta(days=1)
    deputy.save()
    look_for_handlers()
    incident.refresh_from_db()
    assert set(workflow.handlers(incident)) == {head, chair}
    assert Notification.objects.filter(recipient=chair, template="incidents.reported").count() == 1
    look_for_handlers()
    assert Event.objects.filter(verb="incidents.look_for_handlers").count() == 1


def test_somebody_named_is_not_rid_of_the_chair_by_one_more_in_slt(make_incident, third, head, chair) -> None:
    incident = make_incident("staff", alleged=[head])
    assert Incident.objects.visible_to(chair).exists()
    Senior.objects.all().delete()
    Senior.objects.create(person=third, place=HEAD)  # and now another one is said to be the head
    look_for_handlers()
    assert Incident.objects.visible_to(chair).exists()
    workflow.end_part(incident, incident.involvements.get(person=head), actor=third)
    assert not Incident.objects.visible_to(chair).exists()
    assert not Notification.objects.visible_to(chair).exists()


def test_while_nobody_said_who_the_head_is_it_could_be_anybody_of_slt(
    make_incident, head, deputy, chair, make_person
) -> None:
    make_person("Nia Third", "slt", "staff")
    make_incident("staff", alleged=[deputy])
    assert Incident.objects.visible_to(chair).exists()


def test_who_is_named_no_longer_is_told_again_in_a_notice_of_its_own(incident, head, deputy, teacher) -> None:
    workflow.add_entry(incident, actor=head, text="Heard both.", open_to_reporter=True)
    for person in (deputy, teacher):
        workflow.name_person(incident, person, actor=head, part=Part.CONFLICTED)
    assert not Notification.objects.visible_to(teacher).exists()
    assert not Notification.objects.visible_to(deputy).exists()
    assert not Notification.objects.mail_due(incident.reported_at).filter(recipient__in=[deputy, teacher]).exists()
    for part in incident.involvements.filter(part=Part.CONFLICTED):
        workflow.end_part(incident, part, actor=head)
    again = Notification.objects.visible_to(deputy).get()
    assert (again.template, again.event) == ("incidents.reported", f"incident:{incident.pk}:reported:1")
    assert Notification.objects.visible_to(teacher).get().template == "incidents.reporter_told"


def test_a_lead_who_no_longer_handles_it_is_no_longer_named_as_lead(assessed, head, teacher2) -> None:
    led = workflow.start_investigation(assessed, actor=head, lead=teacher2)
    workflow.end_part(led, led.involvements.get(person=teacher2), actor=head)
    led.refresh_from_db()
    assert led.lead is None
