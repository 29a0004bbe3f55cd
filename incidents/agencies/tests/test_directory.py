"""The directory of agencies: who reads it, who keeps it, and what in it is to be checked (I2)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Event
from core import clock as the_clock
from core.errors import InvalidInput, NotAllowed
from core.registry import needs_of
from incidents import workflow
from incidents.agencies import selectors
from incidents.models import Agency
from incidents.states import Part

CALLED = {"name": "The council's front desk", "what_for": "Anything else.", "phone": "0121 496 0000"}


def test_whoever_keeps_it_adds_and_changes_a_line_and_so_has_checked_it(dsl, admin) -> None:
    added = workflow.add_agency(actor=dsl, **CALLED)
    assert (added.verified_on, added.verified_by, added.is_on) == (the_clock.today(), dsl, True)
    changed = workflow.change_agency(added, actor=admin, **{**CALLED, "phone": "0121 496 0001"})
    assert (changed.phone, changed.verified_by) == ("0121 496 0001", admin)
    assert Event.objects.filter(verb__in=["incidents.add_agency", "incidents.change_agency"]).count() == 2


@pytest.mark.parametrize("who", ["teacher", "volunteer", "chair", "outsider"])
def test_nobody_else_changes_it(who, request) -> None:
    person = request.getfixturevalue(who)
    police = Agency.objects.get(key="police")
    for verb in (workflow.check_agency, lambda one, actor: workflow.switch_agency(one, actor=actor, on=False)):
        with pytest.raises(NotAllowed):
            verb(police, actor=person)
    with pytest.raises(NotAllowed):
        workflow.add_agency(actor=person, **CALLED)
    police.refresh_from_db()
    assert (police.is_on, police.verified_on) == (True, None)


@pytest.mark.parametrize(("field", "words"), [("name", " "), ("what_for", ""), ("name", "internet watch FOUNDATION")])
def test_a_line_says_who_it_is_and_for_what_and_stands_once(admin, field, words) -> None:
    with pytest.raises(InvalidInput) as refused:
        workflow.add_agency(actor=admin, **{**CALLED, field: words})
    assert refused.value.field == field


def test_a_change_that_is_not_recorded_is_not_made(admin, broken_record) -> None:
    police = Agency.objects.get(key="police")
    with pytest.raises(OSError, match="record"):
        workflow.switch_agency(police, actor=admin, on=False)
    police.refresh_from_db()
    assert police.is_on


def test_what_was_never_checked_or_not_for_a_year_is_marked(admin, clock) -> None:
    line = selectors.Line(Agency.objects.get(key="police"))
    assert line.is_stale
    checked = selectors.Line(workflow.check_agency(line.agency, actor=admin))
    assert not checked.is_stale
    clock.move_to(clock.now + timedelta(days=366))
    assert checked.is_stale


def test_slt_is_asked_for_the_numbers_that_only_the_school_knows(head, teacher, admin) -> None:
    url = reverse("incidents:agencies")

    def asked(person):
        return [need.sentence for need in needs_of(person) if need.url == url]

    assert asked(head) == ["2 numbers to ring are missing in the directory of agencies"]
    assert asked(teacher) == asked(admin) == []
    for key in selectors.LOCAL:
        one = Agency.objects.get(key=key)
        workflow.change_agency(one, actor=head, name=one.name, what_for=one.what_for, phone="0121 496 0000")
    assert asked(head) == []


def test_a_teacher_who_handles_an_incident_reads_it(incident, head, teacher2, client, sign_in) -> None:
    sign_in(client, teacher2)
    assert client.get(reverse("incidents:agencies")).status_code == 404
    workflow.name_person(incident, teacher2, actor=head, part=Part.HANDLER)
    page = client.get(reverse("incidents:agencies"))
    assert page.status_code == 200
    assert 'href="tel:101"' in page.content.decode()
    assert "Change<" not in page.content.decode()


def test_the_pages_add_check_and_switch_off(admin, client, sign_in) -> None:
    sign_in(client, admin)
    refused = client.post(reverse("incidents:add_agency"), {**CALLED, "phone": "ring at the door"})
    assert "Write the number alone" in refused.content.decode()
    client.post(reverse("incidents:add_agency"), CALLED)
    added = Agency.objects.get(name=CALLED["name"])
    client.post(reverse("incidents:switch_agency", args=[added.pk]), {"on": "0"})
    page = client.get(reverse("incidents:agencies")).content.decode()
    assert "1 switched off" in page
    assert 'href="tel:01214960000"' in page
    assert "Nobody has checked this yet" in page
    for one in Agency.objects.all():
        client.post(reverse("incidents:check_agency", args=[one.pk]))
    assert "Nobody has checked this yet" not in client.get(reverse("incidents:agencies")).content.decode()


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("0121 496 0000", "01214960000"),
        ("+44 (0)121 496 0000", "+441214960000"),
        ("0121 496 0000 ext 12", "01214960000"),
        ("999", "999"),
        ("", ""),
    ],
)
def test_a_number_can_be_tapped(written, dialled) -> None:
    assert selectors.tel(written) == dialled
