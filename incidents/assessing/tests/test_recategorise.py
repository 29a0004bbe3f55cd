"""It is of another kind: other people, more clocks, and words alone where it must be (I1, I2, H5)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.errors import InvalidInput, NotAllowed
from incidents import workflow
from incidents.assessing.tests.conftest import events, told
from incidents.handling import handling_of
from incidents.models import Incident
from incidents.states import Clock
from incidents.together import workflow as together


def recategorise(incident, actor, category="data_protection"):
    return workflow.recategorise(incident, actor=actor, category=category, reason="The list had addresses in it.")


def kinds(incident) -> set[str]:
    return set(incident.clocks.values_list("kind", flat=True))


def test_the_clocks_of_the_new_kind_start_from_the_report_and_none_stops(incident, head, clock) -> None:
    clock.move_to(clock.now.replace(hour=15))
    before = incident.clocks.get(kind=Clock.ASSESS)
    found = recategorise(incident, head)
    assert kinds(found) == {Clock.ASSESS, Clock.REGULATOR}
    assert found.clocks.get(kind=Clock.REGULATOR).from_at == incident.reported_at
    assert found.clocks.get(kind=Clock.ASSESS).due_at == before.due_at
    recategorise(found, head, "offensive")
    assert kinds(found) == {Clock.ASSESS, Clock.REGULATOR}
    assert events("incidents.recategorise")[0].data == {"from": "offensive", "to": "data_protection"}
    assert found.entries.first().reason == "The list had addresses in it."


@pytest.mark.parametrize("who", ["teacher", "admin", "outsider", "dsl"])
def test_whoever_does_not_handle_it_changes_nothing(incident, request, who) -> None:
    with pytest.raises(NotAllowed):
        recategorise(incident, request.getfixturevalue(who))
    assert kinds(incident) == {Clock.ASSESS}


@pytest.mark.parametrize("wrong", [{"category": "offensive"}, {"category": "none"}, {"reason": " "}])
def test_it_has_a_reason_and_is_another_one(incident, head, wrong) -> None:
    with pytest.raises(InvalidInput):
        workflow.recategorise(incident, actor=head, **({"category": "other", "reason": "So."} | wrong))


def test_a_safeguarding_matter_goes_to_its_leads_who_are_told_and_slt_reads_it_no_more(
    assessed, head, deputy, dsl, client, sign_in
) -> None:
    workflow.start_investigation(assessed, actor=head, lead=deputy)
    due = {"owner": deputy, "due_at": assessed.reported_at + timedelta(days=2)}
    together.add_task(assessed, actor=head, words="Ring the family.", **due)
    place = reverse("incidents:recategorise", kwargs={"ref": assessed.public_id})
    answer = sign_in(client, head).post(place, {"category": "indecent_image", "reason": "There is a child in it."})
    assert answer.url == reverse("incidents:list")
    found = Incident.objects.get()
    assert set(workflow.handlers(found)) == {dsl}
    assert told("incidents.led_to_you") == {dsl}
    assert told("incidents.recategorised") == told("incidents.reported") == set()
    assert found.lead is None
    assert found.tasks.get().owner == dsl  # at once, not with the daily round
    assert told("incidents.tasks_handed_on") == {dsl}
    assert handling_of(found.category).words_only
    assert client.get(place).status_code == 404


def test_what_becomes_urgent_is_assessed_within_the_hour(incident, head, clock) -> None:
    found = recategorise(incident, head, "threat_to_life")
    assert (found.clocks.get().due_at - clock.now).total_seconds() == 3600


def test_nobody_who_is_named_in_it_is_told(make_incident, head, deputy, dsl, make_person) -> None:
    third = make_person("Nia Third", "slt", "staff")
    incident = make_incident("offensive", alleged=[dsl, third])
    recategorise(incident, head, "harassment")
    assert told("incidents.recategorised") == {deputy}
    assert dsl not in told("incidents.reported") | told("incidents.led_to_you")


def test_a_record_that_cannot_be_written_leaves_nothing(incident, head, deputy, broken_record) -> None:
    with pytest.raises(OSError, match="record"):
        recategorise(incident, head)
    assert Incident.objects.get().category == "offensive"
    assert told("incidents.recategorised") == set()
