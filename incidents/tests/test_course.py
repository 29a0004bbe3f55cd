"""From the first assessment to the closed file, and open again (I2, I3, I4)."""

from datetime import timedelta

import pytest

from audit.models import Event
from core.errors import InvalidInput, NotAllowed, WrongState
from incidents import workflow
from incidents.states import Status
from incidents.tests.conftest import SAID


def assess(incident, actor, lawfulness="lawful"):
    return workflow.assess(incident, actor=actor, severity="medium", lawfulness=lawfulness, assessment="Read it.")


def test_slt_assesses(incident, head) -> None:
    assert assess(incident, head).status == Status.ASSESSED
    event = Event.objects.get(verb="incidents.assess")
    assert event.data["from"] == "reported"
    assert event.data["to"] == "assessed"


@pytest.mark.parametrize("who", ["teacher", "admin", "outsider", "volunteer", "dsl"])
def test_others_cannot_assess(incident, request, who) -> None:
    with pytest.raises(NotAllowed):
        assess(incident, request.getfixturevalue(who))
    incident.refresh_from_db()
    assert incident.status == Status.REPORTED


def test_an_incident_is_assessed_once(assessed, head) -> None:
    with pytest.raises(WrongState):
        assess(assessed, head)


def test_a_teacher_named_as_lead_may_read_it_from_then_on(assessed, head, teacher2) -> None:
    workflow.start_investigation(assessed, actor=head, lead=teacher2)
    assert teacher2 in workflow.handlers(assessed)


def test_somebody_named_in_it_cannot_lead_it(assessed, head, deputy) -> None:
    workflow.name_person(assessed, deputy, actor=head, part="alleged")
    with pytest.raises(InvalidInput):
        workflow.start_investigation(assessed, actor=head, lead=deputy)


def test_a_lawful_matter_is_resolved_and_closed(resolved, head) -> None:
    closed = workflow.close(resolved, actor=head)
    assert (closed.status, closed.outcome) == (Status.CLOSED, "internal")
    assert closed.closed_at is not None


def test_it_cannot_be_closed_before_it_is_resolved(assessed, head) -> None:
    with pytest.raises(WrongState):
        workflow.close(assessed, actor=head)


@pytest.fixture
def possibly_illegal(incident, head):
    assess(incident, head, "possibly_illegal")
    return workflow.resolve(incident, actor=head, outcome="internal", **{**SAID, "decision": "Spoke to the family."})


def test_a_possibly_illegal_matter_is_not_closed_without_a_referral_or_a_reason(possibly_illegal, head) -> None:
    with pytest.raises(NotAllowed, match="police or an agency"):
        workflow.close(possibly_illegal, actor=head)


def test_slts_written_reason_lets_it_close(possibly_illegal, head) -> None:
    workflow.excuse(possibly_illegal, actor=head, reason="The police officer in school says it is no offence.")
    assert workflow.close(possibly_illegal, actor=head).status == Status.CLOSED


def test_a_referral_still_to_come_is_refused(possibly_illegal, head, clock) -> None:
    with pytest.raises(InvalidInput):
        workflow.refer(
            possibly_illegal,
            actor=head,
            name="Police",
            how="Phone",
            reference="",
            referred_at=clock.now + timedelta(hours=1),
        )


def test_reopening_keeps_everything(resolved, head) -> None:
    workflow.close(resolved, actor=head)
    before = list(resolved.entries.values_list("text", flat=True))
    reopened = workflow.reopen(resolved, actor=head, reason="It began again.")
    assert reopened.status == Status.INVESTIGATING
    assert list(resolved.entries.values_list("text", flat=True))[: len(before)] == before


def test_nothing_is_added_to_a_closed_file(resolved, head) -> None:
    workflow.close(resolved, actor=head)
    with pytest.raises(NotAllowed, match="Reopen"):
        workflow.add_entry(resolved, actor=head, text="One more thing.")


def test_the_reporter_reads_only_what_was_opened(incident, head, teacher) -> None:
    workflow.add_entry(incident, actor=head, text="Between us.")
    workflow.add_entry(incident, actor=head, text="Thank you, it is being seen to.", open_to_reporter=True)
    assert [e.text for e in incident.entries.filter(open_to_reporter=True)] == ["Thank you, it is being seen to."]
    assert teacher.notifications.filter(template="incidents.reporter_told").count() == 1
