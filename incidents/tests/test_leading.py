"""Who leads the investigation, and who may be left to read it (I3, H5)."""

from datetime import timedelta

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from incidents import workflow
from incidents.states import Part
from notifications.models import Notification


@pytest.fixture
def led(assessed, head, deputy):
    return workflow.start_investigation(assessed, actor=head, lead=deputy)


def test_whoever_leads_it_from_now_on_is_told_and_reads_it(led, head, teacher2) -> None:
    workflow.change_lead(led, actor=head, lead=teacher2)
    led.refresh_from_db()
    assert led.lead == teacher2
    assert teacher2 in workflow.handlers(led)
    assert led.entries.last().text == "Tara Teacher leads the investigation from now on."
    assert Event.objects.get(verb="incidents.change_lead").data == {"lead": teacher2.pk}
    assert Notification.objects.filter(recipient=teacher2, template="incidents.lead_named").count() == 1


@pytest.mark.parametrize("who", ["teacher", "admin", "outsider", "volunteer"])
def test_others_do_not_choose_the_lead(led, request, who) -> None:
    with pytest.raises(NotAllowed):
        workflow.change_lead(led, actor=request.getfixturevalue(who), lead=request.getfixturevalue(who))


@pytest.mark.parametrize("who", ["leaver", "volunteer", "deputy"])
def test_who_left_or_is_not_employed_or_leads_it_already_is_not_chosen(led, head, request, who) -> None:
    with pytest.raises(InvalidInput):
        workflow.change_lead(led, actor=head, lead=request.getfixturevalue(who))


def test_what_has_its_outcome_is_not_investigated_without_being_opened_again(led, head, deputy) -> None:
    said = {"concern": "A quarrel.", "follow_up": "Both spoke.", "action": "A talk.", "decision": "It is over."}
    resolved = workflow.resolve(led, actor=head, outcome="internal", **said)
    with pytest.raises(WrongState, match="Open it again, saying why"):
        workflow.start_investigation(resolved, actor=head, lead=deputy)
    resolved.refresh_from_db()
    assert resolved.status == "resolved"


def test_somebody_who_is_named_does_not_lead_it(led, head, teacher2) -> None:
    workflow.name_person(led, teacher2, actor=head, part=Part.CONFLICTED)
    with pytest.raises(InvalidInput, match="is named in this incident"):
        workflow.change_lead(led, actor=head, lead=teacher2)


def test_nobody_leads_what_is_not_investigated(assessed, head) -> None:
    with pytest.raises(WrongState):
        workflow.change_lead(assessed, actor=head, lead=head)


def test_the_last_one_is_neither_named_nor_taken_off(incident, head, deputy, clock) -> None:
    deputy.leaves_on = clock.now.date() - timedelta(days=1)
    deputy.save()
    with pytest.raises(WrongState, match="nobody could read this file"):
        workflow.name_person(incident, head, actor=head, part=Part.CONFLICTED)
    assert head in workflow.handlers(incident)
    assert not incident.involvements.exists()


def test_somebody_who_signs_in_is_not_named_in_words_alone(incident, head, teacher2) -> None:
    with pytest.raises(InvalidInput, match="choose them above"):
        workflow.name_person(incident, None, actor=head, part=Part.ALLEGED, name="tara teacher")
    workflow.name_person(incident, None, actor=head, part=Part.ALLEGED, name="Tara Teacher (parent)")
    assert incident.involvements.get().name == "Tara Teacher (parent)"
